import { useCallback, useMemo } from "react";
import type uPlot from "uplot";

import type { Ink } from "./ink";
import { line, Plot } from "./Plot";
import { stepped } from "./stepped";
import { summaryOf } from "./summary";
import type { Cell } from "./timeline";

interface Props {
  /** Whose load it is: "CPU". */
  name: string;
  at: number[];
  load: Cell[];
  target: Cell[];
  from: number;
  to: number;
  /** How high the scale is at least. */
  least: number;
  valueText: (value: number) => string;
}

/** How busy the replicas are, beside the target. */
export function LoadPlot({ name, at, load, target, from, to, least, valueText }: Props) {
  const draw = useCallback(
    (ink: Ink) => ({
      lines: [
        line(ink.accent, { width: 1.75, fill: ink.accentSoft }),
        line(ink.soft, { width: 1, dash: [3, 4], ...stepped }),
      ],
    }),
    [],
  );
  const topFor = useCallback((most: number) => Math.max(least, most * 1.05) || 1, [least]);
  const data = useMemo(() => [at, load, target] as uPlot.AlignedData, [at, load, target]);
  const label = `${name} over time, with its target: ${summaryOf(load, valueText)}`;
  return (
    <Plot
      label={label}
      height={150}
      data={data}
      from={from}
      to={to}
      draw={draw}
      topFor={topFor}
      valueText={valueText}
    />
  );
}
