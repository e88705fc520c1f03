import { expect, test } from "vitest";

import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import { timelineOf } from "./timeline";

const time = (seconds: number) => new Date(seconds * 1000).toISOString();
const past = (step: number, ...at: number[]): History => ({
  service: "shop/web",
  step,
  points: at.map((one) => ({ at: time(one), mean: 0.25, high: 0.5, running: 3.6, ready: 4 })),
});

test("the load is counted in busy replicas", () => {
  const { at, busy, running } = timelineOf(null, [{ at: 100, cpu: 0.5, running: 4 }], null, 0, 200);
  expect([at, busy, running]).toEqual([[100], [2], [4]]);
});

test("a line ends where nothing was seen for long", () => {
  const samples = [100, 105, 300].map((at) => ({ at, cpu: 0.5, running: 2 }));
  expect(timelineOf(null, samples, null, 0, 400).cpu).toEqual([0.5, 0.5, null, 0.5]);
});

test("what is long depends on how far the points of the past lie apart", () => {
  expect(timelineOf(past(100, 0, 100, 200), [], null, 0, 400).cpu).toEqual([0.25, 0.25, 0.25]);
});

test("the past is known from the daemon until the page has seen for itself", () => {
  const { at, running, busy } = timelineOf(past(10, 40, 50, 150), [{ at: 60, cpu: 0.5, running: 3 }], null, 0, 200);
  expect([at, running, busy]).toEqual([
    [40, 50, 60],
    [4, 4, 3],
    [1, 1, 1.5],
  ]);
});

test("only the time that is shown, forecast included", () => {
  const steps = [150, 400].map((at) => ({ load: { at: time(at), low: 1, middle: 2, high: 3 } }));
  const forecast = { steps } as unknown as Forecast;
  const { at, expected } = timelineOf(null, [{ at: 20, cpu: 1, running: 1 }], forecast, 100, 200);
  expect([at, expected]).toEqual([[150], [2]]);
});
