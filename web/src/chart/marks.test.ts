import { expect, test } from "vitest";

import type { HistoryItem } from "../api/history_item";
import { marksOf, sameMarks } from "./marks";

const change = (id: string, left: number, to: number) => ({
  item: { decision: { id, action: { from: 2, to } } } as unknown as HistoryItem,
  left,
});
const told = (marks: ReturnType<typeof marksOf>) =>
  marks.map(({ items, left, way }) => `${items.map((one) => one.decision.id).join(" ")} ${way} at ${left}`);

test("changes that would lie upon each other are one mark", () => {
  expect(told(marksOf([change("d1", 10, 3), change("d2", 40, 4), change("d3", 45, 5), change("d4", 57, 1)]))).toEqual([
    "d1 up at 10",
    "d2 d3 d4 mixed at 40",
  ]);
  expect(told(marksOf([change("d1", 10, 3), change("d2", 20, 4), change("d3", 28, 1)]))).toEqual([
    "d1 d2 up at 10",
    "d3 down at 28",
  ]);
});

test("marks are the same where nothing has moved and nothing is new", () => {
  const changes = [change("d1", 10, 3), change("d2", 20, 4)];
  expect(sameMarks(marksOf(changes), marksOf(changes))).toBe(true);
  expect(sameMarks(marksOf(changes), marksOf(changes.slice(0, 1)))).toBe(false);
});
