import { expect, test } from "vitest";

import type { Why } from "../api/history_item";
import { limitName, limitsOf, withLimitNames } from "./limits";

test("a limit has its words and the part that it played", () => {
  const constraints = [
    { reason: "PolicyFloor", floor: 2, ceiling: 9 },
    { reason: "PolicyFloor", floor: 3, ceiling: 9 },
  ];
  const limits = [
    { reason: "PolicyFloor", part: "idle", words: "the first policy asks for 2" },
    { reason: "PolicyFloor", part: "decided", words: "the second policy asks for 3" },
  ];
  expect(limitsOf({ item: { decision: { verdict: { constraints } } }, limits } as unknown as Why)).toEqual([
    { ...constraints[0], part: "idle", words: "The first policy asks for 2" },
    { ...constraints[1], part: "decided", words: "The second policy asks for 3" },
  ]);
});

test("limits are called by words", () => {
  expect(["TooManyReplicas", "TooFewReplicas", "HostFull"].map(limitName)).toEqual(["maximum", "minimum", "host full"]);
  expect(withLimitNames("Without TooFewReplicas it would be 1 replica.")).toBe(
    "Without “minimum” it would be 1 replica.",
  );
  expect(withLimitNames("Would want more above 66 % and fewer below 54 % of CPU.")).toBe(
    "Would want more above 66 % and fewer below 54 % of CPU.",
  );
});
