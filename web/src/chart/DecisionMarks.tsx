import type { HistoryItem } from "../api/history_item";
import { toDecision } from "../routes";
import { wayOf } from "../words/way";

export interface Mark {
  item: HistoryItem;
  left: number;
}

/** Above the chart, each change at its time; a click leads to it. */
export function DecisionMarks({ marks }: { marks: Mark[] }) {
  return (
    <div className="relative h-5">
      {marks.map(({ item, left }) => {
        const way = wayOf(item.decision);
        return (
          <a
            key={item.decision.id}
            href={toDecision(item.decision.id)}
            style={{ left }}
            title={item.sentence}
            aria-label={`Decision ${item.decision.id}: ${item.sentence}`}
            className={`absolute top-0 size-5 -translate-x-1/2 rounded text-center text-xs leading-5 hover:bg-sunken ${way === "down" ? "text-ahead" : "text-accent"}`}
          >
            {way === "up" ? "▲" : way === "down" ? "▼" : "◆"}
          </a>
        );
      })}
    </div>
  );
}
