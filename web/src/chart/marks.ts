import type { HistoryItem } from "../api/history_item";
import { wayOf, type Way } from "../words/way";

/** Changes that are shown as one, at so many pixels from the left. */
export interface Mark {
  items: HistoryItem[];
  left: number;
  way: Way | "mixed";
}

/** Nearer to each other, in pixels, they could not be told apart. */
const room = 18;

/** `changes`: oldest first, each with its place. */
export function marksOf(changes: { item: HistoryItem; left: number }[]): Mark[] {
  const marks: Mark[] = [];
  for (const { item, left } of changes) {
    const way = wayOf(item.decision);
    const last = marks.at(-1);
    if (!last || left - last.left >= room) marks.push({ items: [item], left, way });
    else marks[marks.length - 1] = { ...last, items: [...last.items, item], way: last.way === way ? way : "mixed" };
  }
  return marks;
}

export const sameMarks = (a: Mark[], b: Mark[]): boolean =>
  a.length === b.length &&
  a.every(({ left, items }, i) => left === b[i]?.left && items.every((item, k) => item === b[i]?.items[k]));
