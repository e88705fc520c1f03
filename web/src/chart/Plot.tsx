import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "react";
import uPlot from "uplot";

import { useDark } from "../theme";
import { inkNow, type Ink } from "./ink";

/** What a chart draws, in the colours of `ink`. Without the time, which is the first column of the data. */
export interface Drawing {
  lines: uPlot.Series[];
  bands?: uPlot.Band[];
  hooks?: uPlot.Hooks.Arrays;
}

interface Props {
  label: string;
  height: number;
  data: uPlot.AlignedData;
  from: number;
  to: number;
  /** The chart is made anew when light turns dark or one of these is another function. */
  draw: (ink: Ink) => Drawing;
  /** The top of the scale, by the highest value. */
  topFor: (most: number) => number;
  valueText: (value: number) => string;
}

export const line = (stroke: string, more: Partial<uPlot.Series> = {}): uPlot.Series => ({
  stroke,
  width: 1.5,
  points: { show: false },
  ...more,
});

const font = "11px ui-sans-serif, system-ui, sans-serif";
const twoDigits = (n: number) => String(n).padStart(2, "0");
const hourAndMinute = (at: number) =>
  `${twoDigits(new Date(at * 1000).getHours())}:${twoDigits(new Date(at * 1000).getMinutes())}`;
const withSeconds = (at: number) => `${hourAndMinute(at)}:${twoDigits(new Date(at * 1000).getSeconds())}`;

function axesFor(ink: Ink, ofValue: (value: number) => string): uPlot.Axis[] {
  const look = { stroke: ink.faint, font, ticks: { show: false }, grid: { stroke: ink.line, width: 1 } };
  return [
    {
      ...look,
      size: 26,
      space: 70,
      grid: { show: false },
      values: (_, splits, __, ___, step) => splits.map(step < 60 ? withSeconds : hourAndMinute),
    },
    { ...look, size: 44, space: 28, values: (_, splits) => splits.map(ofValue) },
  ];
}

/** A chart over time, as wide as its place. Charts on a page share the cursor. */
export function Plot({ label, height, data, from, to, draw, topFor, valueText }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, from, to });
  latest.current = { data, from, to };
  const dark = useDark();

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const ink = inkNow();
    const { lines, bands, hooks } = draw(ink);
    const made = new uPlot(
      {
        width: box.clientWidth,
        height,
        legend: { show: false },
        cursor: {
          y: false,
          sync: { key: "time" },
          points: { size: 6 },
          drag: { x: false, y: false },
          // A line has its dot where it is told, not where it is told next.
          dataIdx: (_, __, closest) => closest,
        },
        axes: axesFor(ink, valueText),
        scales: {
          x: { range: () => [latest.current.from, latest.current.to] },
          y: { range: (_, __, most) => [0, topFor(most)] },
        },
        series: [{}, ...lines],
        ...(bands ? { bands } : {}),
        ...(hooks ? { hooks } : {}),
      },
      latest.current.data,
      box,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    resized.observe(box);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [draw, topFor, valueText, height, dark]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, from, to]);

  return <div ref={place} role="img" aria-label={label} className="w-full" />;
}
