import type { HistoryItem, OutcomeKind } from "../api/history_item";

const kinds: Record<OutcomeKind, { name: string; look: string }> = {
  success: { name: "success", look: "bg-good-soft text-good" },
  insufficient: { name: "insufficient", look: "bg-warn-soft text-warn" },
  wasteful: { name: "wasteful", look: "bg-warn-soft text-warn" },
  user_overridden: { name: "overridden by a person", look: "bg-sunken text-soft" },
  rolled_back: { name: "rolled back", look: "bg-warn-soft text-warn" },
  failed: { name: "failed", look: "bg-bad-soft text-bad" },
};
const failed = { name: "failed", look: "bg-bad-soft text-bad" };

/** How an action turned out, once that is known. */
export function OutcomeBadge({ item }: { item: HistoryItem }) {
  const shown = item.outcome ? kinds[item.outcome.kind] : item.report && !item.report.ok ? failed : null;
  if (!shown) return null;
  return (
    <span className={`inline-flex h-5 items-center rounded px-1.5 text-xs font-medium whitespace-nowrap ${shown.look}`}>
      {shown.name}
    </span>
  );
}
