import { expect, test } from "vitest";

import type { HistoryItem } from "../api/history_item";
import type { ServiceStatus } from "../api/status";
import { boundsOf } from "./bounds";

const item = (seconds: number, max: number, target: number) =>
  ({
    decision: {
      at: new Date(seconds * 1000).toISOString(),
      inputs: { target },
      verdict: {
        constraints: [
          { reason: "TooManyReplicas", floor: 0, ceiling: max },
          { reason: "TooFewReplicas", floor: 2, ceiling: 99 },
        ],
      },
    },
  }) as unknown as HistoryItem;

test("limits are those that each decision kept to, and today's only now", () => {
  const service = { min: 1, max: 8 } as ServiceStatus;
  expect(boundsOf([item(200, 6, 0.7), item(100, 4, 0)], service, 300)).toEqual([
    { at: 100, min: 2, max: 4, target: null },
    { at: 200, min: 2, max: 6, target: 0.7 },
    { at: 300, min: 1, max: 8, target: null },
  ]);
});
