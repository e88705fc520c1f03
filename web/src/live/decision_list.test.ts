import { expect, test } from "vitest";

import type { HistoryItem } from "../api/history_item";
import { pageSize, withNewest, withOlder, type DecisionList } from "./decision_list";

const item = (id: number, looks = 1) => ({ decision: { id: `d${id}` }, looks }) as HistoryItem;
/** The newest first. */
const from = (newest: number, oldest: number) =>
  Array.from({ length: newest - oldest + 1 }, (_, i) => item(newest - i));
const span = ({ items, ended }: DecisionList) => [
  items[0]!.decision.id,
  items.at(-1)!.decision.id,
  items.length,
  ended,
];

test("what is told again replaces what was known", () => {
  const list = withNewest(withNewest(null, [item(2), item(1)]), [item(3), item(2, 7)]);
  expect(list.items.map((one) => [one.decision.id, one.looks])).toEqual([
    ["d3", 1],
    ["d2", 7],
    ["d1", 1],
  ]);
  expect(list.ended).toBe(true);
});

test("pages follow upon each other until there are none", () => {
  const first = withNewest(null, from(100, 101 - pageSize));
  expect(span(first)).toEqual(["d100", "d41", 60, false]);
  const all = withOlder(first, from(40, 1));
  expect(span(all)).toEqual(["d100", "d1", 100, true]);
  expect(span(withNewest(all, from(130, 71)))).toEqual(["d130", "d1", 130, true]);
});

test("no row has a hole in it: what was known before a long sleep is let go", () => {
  const before = withNewest(null, from(20, 1));
  expect(span(withNewest(before, from(100, 41)))).toEqual(["d100", "d41", 60, false]);
});
