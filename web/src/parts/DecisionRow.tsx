import { memo } from "react";

import type { HistoryItem } from "../api/history_item";
import { toDecision } from "../routes";
import { splitSentence } from "../words/sentence";
import { nameOf } from "../words/service_name";
import { clock } from "../words/time";
import { wayOf } from "../words/way";
import { OutcomeBadge } from "./OutcomeBadge";
import { WayMark } from "./WayMark";

/** "14:02:10", or of a run of equal holds "14:02:10 – 14:07:30" */
function when(item: HistoryItem): string {
  const first = clock(item.decision.at);
  return item.looks > 1 ? `${first} – ${clock(item.last)}` : first;
}

export const DecisionRow = memo(function DecisionRow({ item, named = true }: { item: HistoryItem; named?: boolean }) {
  const way = wayOf(item.decision);
  const { what, why } = splitSentence(item.sentence);
  return (
    <li className="row">
      <a href={toDecision(item.decision.id)} className="flex items-start gap-3 px-4 py-2.5 hover:bg-sunken/60">
        <WayMark way={way} />
        <div className="min-w-0 flex-1">
          <p className={`text-sm ${way === "hold" ? "text-soft" : "font-semibold"}`}>{what || nameOf(item.decision.service)}</p>
          <p className="text-sm text-soft">{why}</p>
          <p className="mt-0.5 text-xs text-faint">
            {item.decision.id} · {when(item)}
            {named && ` · ${nameOf(item.decision.service)}`}
            {item.looks > 1 && ` · ${item.looks} looks`}
            {item.decision.trigger !== "interval" && ` · ${item.decision.trigger.replaceAll("_", " ")}`}
          </p>
        </div>
        <OutcomeBadge item={item} />
      </a>
    </li>
  );
});
