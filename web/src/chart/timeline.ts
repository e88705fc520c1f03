import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import type { Sample } from "../live/samples";

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
}

export type Cell = number | null | undefined;

interface Point {
  at: number;
  cpu?: Cell;
  running?: Cell;
  busy?: Cell;
  low?: number;
  expected?: number;
  high?: number;
}

/** Longer without a point is a gap in the line, in seconds. */
const gapFor = (history: History | null) => Math.max(60, 3 * (history?.step ?? 0));

const seconds = (at: string) => Date.parse(at) / 1000;

function pointOf(sample: Sample): Point {
  const { at, cpu, running } = sample;
  return { at, cpu, running, busy: cpu === null ? null : cpu * running };
}

/** What was, up to where the page has seen it itself. */
function pastOf(history: History | null, until: number): Point[] {
  return (history?.points ?? [])
    .map(({ at, mean, running, ready }) => ({
      at: seconds(at),
      cpu: mean,
      running: Math.round(running),
      busy: mean * ready,
    }))
    .filter((point) => point.at < until);
}

/** Ends the line of the load where nothing was seen for long. `points` are in order. */
function withGaps(points: Point[], gap: number): Point[] {
  let before = Infinity;
  return points.flatMap((point) => {
    if (typeof point.cpu !== "number") return [point];
    const silent = point.at - before > gap;
    const end = { at: before + 1, cpu: null, busy: null };
    before = point.at;
    return silent ? [end, point] : [point];
  });
}

function aheadOf(forecast: Forecast | null): Point[] {
  return (forecast?.steps ?? []).map(({ load }) => ({
    at: seconds(load.at),
    low: load.low,
    expected: load.middle,
    high: load.high,
  }));
}

/** All that is known of a service from `from` to `to`, in seconds, in one table. */
export function timelineOf(
  history: History | null,
  samples: readonly Sample[],
  forecast: Forecast | null,
  from: number,
  to: number,
): Timeline {
  const firstSeen = samples[0]?.at ?? Infinity;
  const known = [...pastOf(history, firstSeen), ...samples.map(pointOf), ...aheadOf(forecast)]
    .filter((point) => point.at >= from && point.at <= to)
    .sort((a, b) => a.at - b.at);
  const points = withGaps(known, gapFor(history)).sort((a, b) => a.at - b.at);
  return {
    at: points.map((p) => p.at),
    cpu: points.map((p) => p.cpu),
    running: points.map((p) => p.running),
    busy: points.map((p) => p.busy),
    low: points.map((p) => p.low),
    expected: points.map((p) => p.expected),
    high: points.map((p) => p.high),
  };
}
