import type { HistoryItem } from "../api/history_item";

/** Decisions in a row, the newest first. `ended`: there are none before them. */
export interface DecisionList {
  items: HistoryItem[];
  ended: boolean;
}

export const pageSize = 60;

const numberOf = (item: HistoryItem) => Number(item.decision.id.slice(1));

/** A decision that is told again replaces what was known of it. */
function merged(known: HistoryItem[], told: HistoryItem[]): HistoryItem[] {
  const all = new Map([...known, ...told].map((item) => [item.decision.id, item]));
  return [...all.values()].sort((a, b) => numberOf(b) - numberOf(a));
}

/** With those before them, a page of them at most. */
export function withOlder(known: DecisionList, told: HistoryItem[]): DecisionList {
  return { items: merged(known.items, told), ended: told.length < pageSize };
}

/** With the newest, a page of them at most: where some in between may be missing, they are all that is known. */
export function withNewest(known: DecisionList | null, told: HistoryItem[]): DecisionList {
  if (told.length < pageSize) return { items: merged(known?.items ?? [], told), ended: true };
  const newest = known?.items[0];
  const missing = !newest || numberOf(told.at(-1)!) > numberOf(newest);
  return missing ? { items: merged([], told), ended: false } : { ...known!, items: merged(known!.items, told) };
}
