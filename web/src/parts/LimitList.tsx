import type { Part } from "../api/history_item";
import { limitName, type Limit } from "../words/limits";
import { spoken } from "../words/spoken";
import { clock } from "../words/time";
import { Until } from "./Until";

const parts: Record<Part, { name: string; look: string }> = {
  decided: { name: "decided", look: "bg-accent-soft text-accent" },
  in_the_way: { name: "in the way", look: "bg-warn-soft text-warn" },
  overruled: { name: "overruled", look: "bg-sunken text-faint line-through" },
  idle: { name: "not in the way", look: "!px-0 text-faint" },
};

/** When a limit ends by itself; `live`: it counts down. */
function End({ until, live }: { until: string | undefined; live: boolean }) {
  if (!until) return <span className="text-faint">lasts</span>;
  return live ? (
    <span>
      ends in <Until at={until} over="a moment" />
    </span>
  ) : (
    <span>until {clock(until)}</span>
  );
}

/** Each limit with its words, the part that it plays, and when it ends. */
export function LimitList({ limits, live = false }: { limits: Limit[]; live?: boolean }) {
  if (limits.length === 0) return <p className="px-4 py-6 text-center text-faint">No limit is in force.</p>;
  return (
    <ul className="divide-y divide-line">
      {limits.map((limit, i) => (
        <li key={i} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-2 text-sm">
          <span className={limit.part === "idle" ? "text-soft" : ""}>{limit.words}.</span>
          <span
            className={`h-5 justify-self-end rounded px-1.5 text-xs leading-5 whitespace-nowrap ${parts[limit.part].look}`}
          >
            {parts[limit.part].name}
          </span>
          <span className="text-xs text-faint">
            {limitName(limit.reason)} · {spoken(limit.rank)}
          </span>
          <span className="justify-self-end text-xs whitespace-nowrap text-soft">
            <End until={limit.until} live={live} />
          </span>
        </li>
      ))}
    </ul>
  );
}
