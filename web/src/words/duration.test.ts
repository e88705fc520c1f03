import { expect, test } from "vitest";

import { duration, shortDuration } from "./duration";

test("the command line's form has every unit that counts", () => {
  expect([0, 90, 3600, 5400, 90061].map(shortDuration)).toEqual(["0s", "1m30s", "1h", "1h30m", "1d1h1m1s"]);
});

test("people read the largest unit or two", () => {
  const said = [-3, 4, 89, 90, 3600, 12000, 86400 * 3].map((seconds) => duration(seconds).replaceAll("\u00a0", " "));
  expect(said).toEqual(["0 s", "4 s", "89 s", "2 min", "1 h", "3 h 20 min", "3 days"]);
});
