import { memo } from "react";

import type { HistoryItem } from "../api/history_item";
import { toDecision } from "../routes";
import { duration } from "../words/duration";
import { splitSentence } from "../words/sentence";
import { nameOf } from "../words/service_name";
import { spoken } from "../words/spoken";
import { clock } from "../words/time";
import { wayOf } from "../words/way";
import { classes } from "./classes";
import { OutcomeBadge } from "./OutcomeBadge";
import { WayMark } from "./WayMark";

/** Of a run of equal holds, how many there were and for how long. */
function run(item: HistoryItem): string {
  if (item.looks < 2) return "";
  return `${item.looks} looks, ${duration((Date.parse(item.last) - Date.parse(item.decision.at)) / 1000)}`;
}

function Small({ item }: { item: HistoryItem }) {
  const { id, trigger } = item.decision;
  const words = [id, trigger === "interval" ? "" : spoken(trigger), run(item)].filter(Boolean);
  return <span className="text-xs text-faint">{words.join(" · ")}</span>;
}

/** One decision in a line; where there is less room, in a few. `wide`: it has a page for itself. */
export const DecisionRow = memo(function DecisionRow({ item, wide = false }: { item: HistoryItem; wide?: boolean }) {
  const way = wayOf(item.decision);
  const { what, why } = splitSentence(item.sentence);
  const columns =
    wide && "lg:grid lg:grid-cols-[4.5rem_2rem_11rem_minmax(0,1fr)_auto_12rem] lg:items-center lg:gap-x-3";
  return (
    <li className="row">
      <a
        href={toDecision(item.decision.id)}
        className={classes("flex items-start gap-3 px-4 py-2 hover:bg-sunken/60", columns)}
      >
        <time dateTime={item.decision.at} className={classes("text-xs text-faint", wide ? "max-lg:hidden" : "hidden")}>
          {clock(item.decision.at)}
        </time>
        <WayMark way={way} />
        <div className={classes("min-w-0 flex-1", wide && "lg:contents")}>
          <p className={classes("text-sm", way === "hold" ? "text-soft" : "font-semibold")}>
            {what || nameOf(item.decision.service)}
          </p>
          <p className="text-sm text-soft">{why}</p>
          <p className={classes("text-xs text-faint", wide && "lg:hidden")}>
            {clock(item.decision.at)} · <Small item={item} />
          </p>
        </div>
        <OutcomeBadge item={item} />
        {wide && (
          <span className="text-right max-lg:hidden lg:col-start-6">
            <Small item={item} />
          </span>
        )}
      </a>
    </li>
  );
});
