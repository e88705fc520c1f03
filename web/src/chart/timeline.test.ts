import { expect, test } from "vitest";

import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import { seenBy, timelineOf, type Known } from "./timeline";

const time = (seconds: number) => new Date(seconds * 1000).toISOString();
const past = (step: number, ...at: number[]): History => ({
  service: "shop/web",
  signal: "cpu.utilization",
  signals: ["cpu.utilization"],
  step,
  points: at.map((one) => ({ at: time(one), mean: 0.25, high: 0.5, running: 3.6, ready: 4 })),
});
const sample = (at: number) => ({ at, cpu: 0.5, running: 2 });
const known = (some: Partial<Known>): Known => ({ history: null, samples: [], forecast: null, bounds: [], ...some });

test("the load is counted in busy replicas", () => {
  const { at, busy, running } = timelineOf(known({ samples: [{ at: 100, cpu: 0.5, running: 4 }] }), 0, 200);
  expect([at, busy, running]).toEqual([[100], [2], [4]]);
});

test("lines end where nothing was seen for long", () => {
  const { cpu, running } = timelineOf(known({ samples: [100, 105, 300].map(sample) }), 0, 400);
  expect(cpu).toEqual([0.5, 0.5, null, 0.5]);
  expect(running).toEqual([2, 2, null, 2]);
});

test("a replica without a reading has no load, and is counted", () => {
  const samples = [sample(100), { at: 105, cpu: null, running: 3 }, sample(110)];
  const { cpu, running } = timelineOf(known({ samples }), 0, 400);
  expect([cpu, running]).toEqual([
    [0.5, null, 0.5],
    [2, 3, 2],
  ]);
});

test("what is long depends on how far the points of the past lie apart", () => {
  expect(timelineOf(known({ history: past(100, 0, 100, 200) }), 0, 400).cpu).toEqual([0.25, 0.25, 0.25]);
});

test("the past is known from the daemon until the page has seen for itself", () => {
  const history = past(10, 40, 50);
  const { at, running, busy } = timelineOf(known({ history, samples: [{ at: 60, cpu: 0.5, running: 3 }] }), 0, 200);
  expect([at, running, busy]).toEqual([
    [40, 50, 60],
    [4, 4, 3],
    [1, 1, 1.5],
  ]);
});

test("what the page has missed in between it has from the daemon, and nothing else", () => {
  const history = past(10, 100, 105, 150, 200, 250, 300, 305);
  const samples = [100, 110, 300, 310].map(sample);
  expect(seenBy(samples, 60)).toEqual([
    [100, 110],
    [300, 310],
  ]);
  const { at, cpu } = timelineOf(known({ history, samples }), 0, 400);
  expect(at).toEqual([100, 110, 150, 200, 250, 300, 310]);
  expect(cpu).not.toContain(null);
});

test("only the time that is shown, forecast included", () => {
  const steps = [150, 400].map((at) => ({ load: { at: time(at), low: 1, middle: 2, high: 3 } }));
  const forecast = { steps } as unknown as Forecast;
  const { at, expected, running } = timelineOf(known({ forecast, samples: [sample(20)] }), 100, 200);
  expect([at, expected, running]).toEqual([[150], [2], [undefined]]);
});

test("limits are drawn from the time on for which they are known", () => {
  const bounds = [
    { at: 100, min: 1, max: 4, target: 0.6 },
    { at: 200, min: 2, max: 8, target: null },
  ];
  const { min, max, target } = timelineOf(known({ bounds, samples: [90, 110, 150, 210].map(sample) }), 0, 400);
  expect(min).toEqual([null, 1, 1, 2]);
  expect(max).toEqual([null, 4, 4, 8]);
  expect(target).toEqual([null, 0.6, 0.6, null]);
});
