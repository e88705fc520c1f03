import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "react";
import uPlot from "uplot";

import { useDark } from "../theme";
import { inkNow, type Ink } from "./ink";

interface Props {
  label: string;
  height: number;
  data: uPlot.AlignedData;
  from: number;
  to: number;
  /** Made anew when light turns dark or `setup` is another function. */
  setup: (ink: Ink) => Pick<uPlot.Options, "series"> & Partial<uPlot.Options>;
}

const font = "11px ui-sans-serif, system-ui, sans-serif";
const twoDigits = (n: number) => String(n).padStart(2, "0");
const hourAndMinute = (at: number) =>
  `${twoDigits(new Date(at * 1000).getHours())}:${twoDigits(new Date(at * 1000).getMinutes())}`;
const withSeconds = (at: number) => `${hourAndMinute(at)}:${twoDigits(new Date(at * 1000).getSeconds())}`;

export function axesFor(ink: Ink, ofValue: (value: number) => string): uPlot.Axis[] {
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
export function Plot({ label, height, data, from, to, setup }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, from, to });
  latest.current = { data, from, to };
  const dark = useDark();

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const given = setup(inkNow());
    const made = new uPlot(
      {
        ...given,
        width: box.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, sync: { key: "time" }, points: { size: 6 }, drag: { x: false, y: false }, ...given.cursor },
        scales: { ...given.scales, x: { range: () => [latest.current.from, latest.current.to] } },
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
  }, [setup, height, dark]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, from, to]);

  return <div ref={place} role="img" aria-label={label} className="w-full" />;
}
