import { expect, test } from "vitest";

import { linesOf } from "./spark";

const lines = (...samples: [number, number | null][]) =>
  linesOf(
    samples.map(([at, cpu]) => ({ at, cpu, running: 1 })),
    100,
    100,
    (cpu) => cpu * 10,
  );

test("a line goes through what was seen of late", () => {
  expect(lines([0, 1], [995, 0.5], [1000, 0.2])).toEqual(["95.0,5.0 100.0,2.0"]);
});

test("no line goes where nothing was seen", () => {
  expect(lines([930, 0.1], [935, 0.2], [995, 0.5], [1000, 0.2])).toEqual(["30.0,1.0 35.0,2.0", "95.0,5.0 100.0,2.0"]);
  expect(lines([970, 0.1], [980, null], [985, null], [995, 0.3])).toEqual(["75.0,1.0", "100.0,3.0"]);
});
