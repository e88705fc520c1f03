import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import type { Sample } from "../live/samples";
import type { Bounds } from "./bounds";

/** Columns over one time axis, in seconds. Null: a gap; undefined: nothing new at this time. */
export interface Timeline {
  at: number[];
  /** Mean utilization of the ready replicas. */
  cpu: Cell[];
  running: Cell[];
  /** Load in fully busy replicas. */
  busy: Cell[];
  low: Cell[];
  expected: Cell[];
  high: Cell[];
  min: Cell[];
  max: Cell[];
  target: Cell[];
}

export type Cell = number | null | undefined;

/** All that is known of a service. */
export interface Known {
  history: History | null;
  /** What the page has seen itself. */
  samples: readonly Sample[];
  forecast: Forecast | null;
  /** Oldest first. */
  bounds: readonly Bounds[];
}

interface Point {
  at: number;
  cpu?: Cell;
  running?: Cell;
  busy?: Cell;
  low?: number;
  expected?: number;
  high?: number;
}

const seconds = (at: string) => Date.parse(at) / 1000;

/** Longer without a point is a gap in the line, in seconds. */
export const gapFor = (history: History | null) => Math.max(60, 3 * (history?.step ?? 0));

/** The times that the page has seen itself: from the first of a row of samples, between which no gap lies, to its last. */
export function seenBy(samples: readonly Sample[], gap: number): [number, number][] {
  const spans: [number, number][] = [];
  for (const { at } of samples) {
    const last = spans.at(-1);
    if (last && at - last[1] <= gap) last[1] = at;
    else spans.push([at, at]);
  }
  return spans;
}

function pointOf(sample: Sample): Point {
  const { at, cpu, running } = sample;
  return { at, cpu, running, busy: cpu === null ? null : cpu * running };
}

/** What the daemon knows of the times that the page has not seen itself. */
function pastOf(history: History | null, seen: [number, number][]): Point[] {
  return (history?.points ?? [])
    .map(({ at, mean, running, ready }) => ({
      at: seconds(at),
      cpu: mean,
      running: Math.round(running),
      busy: mean * ready,
    }))
    .filter((point) => !seen.some(([from, to]) => point.at >= from && point.at <= to));
}

/** Ends lines where nothing was seen for long, by a point that `ends` makes. `points` are in order. */
export function withEnds<P extends { at: number }>(points: P[], gap: number, ends: (at: number) => P): P[] {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && point.at - before.at > gap ? [ends(before.at + 1), point] : [point];
  });
}

const unseen = (at: number): Point => ({ at, cpu: null, busy: null, running: null });

function aheadOf(forecast: Forecast | null): Point[] {
  return (forecast?.steps ?? []).map(({ load }) => ({
    at: seconds(load.at),
    low: load.low,
    expected: load.middle,
    high: load.high,
  }));
}

/** What held at each of the times, both in order. */
function heldAt(times: number[], bounds: readonly Bounds[]): (Bounds | null)[] {
  let next = 0;
  return times.map((at) => {
    while (next < bounds.length && bounds[next]!.at <= at) next++;
    return bounds[next - 1] ?? null;
  });
}

/** What is known from `from` to `to`, in seconds, in one table. */
export function timelineOf({ history, samples, forecast, bounds }: Known, from: number, to: number): Timeline {
  const gap = gapFor(history);
  const within = (point: Point) => point.at >= from && point.at <= to;
  const seen = [...pastOf(history, seenBy(samples, gap)), ...samples.map(pointOf)].filter(within);
  const points = [
    ...withEnds(
      seen.sort((a, b) => a.at - b.at),
      gap,
      unseen,
    ),
    ...aheadOf(forecast).filter(within),
  ].sort((a, b) => a.at - b.at);
  const at = points.map((p) => p.at);
  const held = heldAt(at, bounds);
  return {
    at,
    cpu: points.map((p) => p.cpu),
    running: points.map((p) => p.running),
    busy: points.map((p) => p.busy),
    low: points.map((p) => p.low),
    expected: points.map((p) => p.expected),
    high: points.map((p) => p.high),
    min: held.map((b) => b?.min ?? null),
    max: held.map((b) => b?.max ?? null),
    target: held.map((b) => b?.target ?? null),
  };
}
