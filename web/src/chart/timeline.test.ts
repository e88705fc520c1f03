import { expect, test } from "vitest";

import type { Forecast } from "../api/forecast";
import type { HistoryItem } from "../api/history_item";
import { timelineOf } from "./timeline";

const time = (seconds: number) => new Date(seconds * 1000).toISOString();
const change = (at: number, from: number, to: number) =>
  ({
    decision: {
      at: time(at),
      inputs: { running: from, ready: from, signals: [{ name: "cpu.utilization", mean: 0.9 }] },
      action: { from, to },
    },
    last: time(at),
  }) as unknown as HistoryItem;

test("the load is counted in busy replicas", () => {
  const { at, busy, running } = timelineOf([{ at: 100, cpu: 0.5, running: 4 }], [], null, 0, 200);
  expect([at, busy, running]).toEqual([[100], [2], [4]]);
});

test("a line ends where nothing was seen for long", () => {
  const samples = [100, 105, 300].map((at) => ({ at, cpu: 0.5, running: 2 }));
  expect(timelineOf(samples, [], null, 0, 400).cpu).toEqual([0.5, 0.5, null, 0.5]);
});

test("decisions tell of times before the first sample, and none after it", () => {
  const { at, running, cpu } = timelineOf(
    [{ at: 100, cpu: 0.5, running: 3 }],
    [change(50, 2, 3), change(150, 3, 4)],
    null,
    0,
    200,
  );
  expect([at, running, cpu]).toEqual([
    [50, 51, 100],
    [2, 3, 3],
    [0.9, undefined, 0.5],
  ]);
});

test("only the time that is shown, forecast included", () => {
  const steps = [150, 400].map((at) => ({ load: { at: time(at), low: 1, middle: 2, high: 3 } }));
  const { at, expected } = timelineOf([{ at: 20, cpu: 1, running: 1 }], [], { steps } as unknown as Forecast, 100, 200);
  expect([at, expected]).toEqual([[150], [2]]);
});
