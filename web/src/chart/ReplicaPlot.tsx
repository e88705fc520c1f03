import { useCallback, useMemo } from "react";
import type uPlot from "uplot";

import type { Ink } from "./ink";
import { line, Plot } from "./Plot";
import { stepped } from "./stepped";
import { summaryOf } from "./summary";
import type { Cell, Timeline } from "./timeline";

interface Props {
  timeline: Timeline;
  from: number;
  to: number;
  onDraw: (plot: uPlot) => void;
  onCursor: (index: number | null) => void;
}

const topFor = (most: number) => Math.max(3, most + 1);
const wholeOnly = (value: number) => (Number.isInteger(value) ? String(value) : "");
const highestOf = (cells: Cell[]) => cells.reduce<number>((most, n) => Math.max(most, n ?? 0), 0);

function columnsOf({ at, busy, running, low, expected, high, min, max }: Timeline): uPlot.AlignedData {
  // A maximum far above what happens would press everything else to the floor.
  const insight = Math.max(highestOf(running), highestOf(high)) * 2 + 4;
  const ceiling = max.map((n) => (typeof n === "number" && n <= insight ? n : null));
  return [at, busy, running, low, high, expected, min, ceiling] as uPlot.AlignedData;
}

/** Replicas and what keeps them, with the load counted in busy replicas and what is expected of it. */
export function ReplicaPlot({ timeline, from, to, onDraw, onCursor }: Props) {
  const draw = useCallback(
    (ink: Ink) => ({
      lines: [
        line(ink.accent, { fill: ink.accentSoft }),
        line(ink.ink, { width: 2, ...stepped }),
        line(ink.ahead, { width: 0.5 }),
        line(ink.ahead, { width: 0.5 }),
        line(ink.ahead, { dash: [4, 4] }),
        line(ink.faint, { width: 1, dash: [2, 4], ...stepped }),
        line(ink.faint, { width: 1, dash: [2, 4], ...stepped }),
      ],
      bands: [{ series: [4, 3] as [number, number], fill: ink.aheadSoft }],
      hooks: { draw: [onDraw], setCursor: [(plot: uPlot) => onCursor(plot.cursor.idx ?? null)] },
    }),
    [onDraw, onCursor],
  );
  const data = useMemo(() => columnsOf(timeline), [timeline]);
  return (
    <Plot
      label={`Replicas over time, with the load in busy replicas, the forecast and the limits: ${summaryOf(timeline.running, String)}`}
      height={230}
      data={data}
      from={from}
      to={to}
      draw={draw}
      topFor={topFor}
      valueText={wholeOnly}
    />
  );
}
