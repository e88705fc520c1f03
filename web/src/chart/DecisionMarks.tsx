import { toDecision } from "../routes";
import type { Mark } from "./marks";

const looks = { up: "text-accent", down: "text-ahead", resize: "text-accent", hold: "text-soft", mixed: "text-soft" };
const signs = { up: "▲", down: "▼", resize: "◆", hold: "◆", mixed: "◆" };

/** Above the chart, each change at its time, and as one those that would lie upon each other; a click leads to it, or to
 *  the last of them. */
export function DecisionMarks({ marks }: { marks: Mark[] }) {
  return (
    <div className="relative h-5">
      {marks.map(({ items, left, way }) => {
        const last = items.at(-1)!;
        const text = items.map((item) => item.sentence).join("\n");
        return (
          <a
            key={last.decision.id}
            href={toDecision(last.decision.id)}
            style={{ left }}
            title={text}
            aria-label={
              items.length === 1 ? `Decision ${last.decision.id}: ${text}` : `${items.length} decisions: ${text}`
            }
            className={`absolute top-0 h-5 min-w-5 -translate-x-1/2 rounded text-center text-xs leading-5 whitespace-nowrap hover:bg-sunken ${looks[way]}`}
          >
            {signs[way]}
            {items.length > 1 && <span className="text-2xs">{items.length}</span>}
          </a>
        );
      })}
    </div>
  );
}
