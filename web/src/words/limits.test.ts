import { expect, test } from "vitest";

import type { Constraint } from "../api/decision";
import type { Why } from "../api/history_item";
import { limitsOf, strategyLines, turningLines } from "./limits";

const constraint = (reason: string): Constraint => ({
  reason,
  rank: "rate",
  floor: 0,
  ceiling: 8,
  evidence: { subject: "", figures: [] },
});

function why(reasons: string[], lines: string[]): Why {
  const verdict = {
    count: 2,
    because: reasons[0] ?? "WithinRange",
    constraints: reasons.map(constraint),
    overruled: [],
  };
  return { item: { decision: { verdict } }, lines } as unknown as Why;
}

const lines = [
  "Saw: 2 running, 2 ready.",
  "Strategy target: CPU at 21 % for a target of 60 %, which asks for 1 replica.",
  "Limit TooFewReplicas decided: the minimum is 2.",
  "Limit ScaleDownStabilized is in the way too: 2 replicas were wanted 5s ago, so no fewer than 2 until 02:02:11 UTC.",
  "Verdict: 2 replicas (TooFewReplicas).",
  "Without TooFewReplicas it would be 1 replica.",
  "Would want more above 66 % and fewer below 54 % of CPU.",
];

test("a limit has its words, without the time that is shown beside them, and its part", () => {
  const [first, second] = limitsOf(why(["TooFewReplicas", "ScaleDownStabilized"], lines));
  expect(first).toMatchObject({ role: "decided", words: "The minimum is 2" });
  expect(second).toMatchObject({ role: "in the way", words: "2 replicas were wanted 5s ago, so no fewer than 2" });
});

test("a limit without a line of its own is told by its name", () => {
  expect(limitsOf(why(["HostFull"], ["Verdict: 2 replicas."]))[0]).toMatchObject({ role: "idle", words: "Host full" });
});

test("the strategy's words end where the limits begin", () => {
  expect(strategyLines(lines)).toEqual([lines[1]]);
});

test("what would have changed it", () => {
  expect(turningLines(lines)).toEqual(lines.slice(5));
});
