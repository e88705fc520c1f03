import { useCallback, useMemo } from "react";
import type uPlot from "uplot";

import { percent } from "../words/percent";
import type { Ink } from "./ink";
import { axesFor, Plot } from "./Plot";
import type { Timeline } from "./timeline";

interface Props {
  timeline: Timeline;
  from: number;
  to: number;
  target: number | undefined;
  onCursor: (index: number | null) => void;
}

/** How busy the replicas are, beside the target. */
export function LoadPlot({ timeline, from, to, target, onCursor }: Props) {
  const setup = useCallback(
    (ink: Ink) => ({
      axes: axesFor(ink, (value) => percent(value)),
      scales: { y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(1, most * 1.05)] } },
      series: [
        {},
        { stroke: ink.accent, width: 1.75, fill: ink.accentSoft, points: { show: false } },
        { stroke: ink.soft, width: 1, dash: [3, 4], points: { show: false } },
      ],
      hooks: { setCursor: [(plot: uPlot) => onCursor(plot.cursor.idx ?? null)] },
    }),
    [onCursor],
  );
  const data = useMemo(() => {
    const wanted = timeline.at.map(() => target ?? null);
    return [timeline.at, timeline.cpu, wanted] as uPlot.AlignedData;
  }, [timeline, target]);
  return (
    <Plot
      label="CPU utilization over time, with its target"
      height={150}
      data={data}
      from={from}
      to={to}
      setup={setup}
    />
  );
}
