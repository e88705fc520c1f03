import { useCallback, useMemo } from "react";
import uPlot from "uplot";

import type { Ink } from "./ink";
import { axesFor, Plot } from "./Plot";
import type { Timeline } from "./timeline";

interface Props {
  timeline: Timeline;
  from: number;
  to: number;
  min: number;
  max: number;
  onDraw: (plot: uPlot) => void;
}

const dashed = (stroke: string): uPlot.Series => ({ stroke, width: 1, dash: [2, 4], points: { show: false } });
const stepped = uPlot.paths.stepped?.({ align: 1 });

function columnsOf(timeline: Timeline, min: number, max: number): uPlot.AlignedData {
  const { at, busy, running, low, high, expected } = timeline;
  const bound = (value: number | null) => at.map(() => value);
  const highest = [...running, ...high].reduce<number>((most, n) => Math.max(most, n ?? 0), 0);
  // A maximum far above what happens would press everything else to the floor.
  const ceiling = bound(max <= highest * 2 + 4 ? max : null);
  return [at, busy, running, low, high, expected, bound(min), ceiling] as uPlot.AlignedData;
}

/** Replicas and what keeps them, with the load counted in busy replicas and what is expected of it. */
export function ReplicaPlot({ timeline, from, to, min, max, onDraw }: Props) {
  const setup = useCallback(
    (ink: Ink) => ({
      axes: axesFor(ink, (value) => (Number.isInteger(value) ? String(value) : "")),
      scales: { y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(3, most + 1)] } },
      series: [
        {},
        { stroke: ink.accent, width: 1.5, fill: ink.accentSoft, points: { show: false } },
        { stroke: ink.ink, width: 2, points: { show: false }, spanGaps: true, ...(stepped ? { paths: stepped } : {}) },
        { stroke: ink.ahead, width: 0.5, points: { show: false } },
        { stroke: ink.ahead, width: 0.5, points: { show: false } },
        { stroke: ink.ahead, width: 1.5, dash: [4, 4], points: { show: false } },
        dashed(ink.faint),
        dashed(ink.faint),
      ],
      bands: [{ series: [4, 3] as [number, number], fill: ink.aheadSoft }],
      hooks: { draw: [onDraw] },
    }),
    [onDraw],
  );
  const data = useMemo(() => columnsOf(timeline, min, max), [timeline, min, max]);
  return (
    <Plot
      label="Replicas over time, with the load in busy replicas, the forecast and the bounds"
      height={230}
      data={data}
      from={from}
      to={to}
      setup={setup}
    />
  );
}
