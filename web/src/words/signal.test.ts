import { expect, test } from "vitest";

import { isShare, signalName } from "./signal";

test("a signal's name as people say it", () => {
  expect(["cpu.utilization", "memory.utilization", "cpu.throttled_ratio", "queue.length"].map(signalName)).toEqual([
    "CPU",
    "memory",
    "cpu throttled ratio",
    "queue length",
  ]);
});

test("shares are told in percent, counts are not", () => {
  expect(["cpu.utilization", "cpu.throttled_ratio", "queue.length", "requests_per_second"].map(isShare)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
