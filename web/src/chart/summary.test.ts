import { expect, test } from "vitest";

import { percent } from "../words/percent";
import { summaryOf } from "./summary";

test("says from where to where, and where it ended", () => {
  expect(summaryOf([0.2, null, 0.9, undefined, 0.4], percent).replaceAll("\u00a0", " ")).toBe(
    "from 20 % to 90 %, 40 % at its end",
  );
  expect(summaryOf([2, 2], String)).toBe("always 2");
  expect(summaryOf([null, undefined], String)).toBe("nothing is known");
});
