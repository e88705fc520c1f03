import { useDeferredValue, useState } from "react";

import type { HistoryItem } from "../api/history_item";
import { shortName } from "../live/short_name";
import { useDecisions } from "../live/use_decisions";
import { useServices } from "../live/use_live";
import { Button } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { CommandLine } from "../parts/CommandLine";
import { DecisionRow } from "../parts/DecisionRow";
import { Empty } from "../parts/Empty";
import { Page } from "../parts/Page";
import { SearchField } from "../parts/SearchField";
import { Trouble } from "../parts/Trouble";
import { Waiting } from "../parts/Waiting";
import { toDecisions } from "../routes";
import { goTo } from "../use_route";
import { shellWord } from "../words/shell";
import { dayOf } from "../words/time";

type Kind = "all" | "changes";
const kinds = [
  { value: "all", name: "Everything" },
  { value: "changes", name: "Changes only" },
] as const;
function byDay(items: HistoryItem[]): [string, HistoryItem[]][] {
  return [...Map.groupBy(items, (item) => dayOf(item.decision.at))];
}

function NothingHere({ wanted, changes, ended }: { wanted: string; changes: boolean; ended: boolean }) {
  if (wanted)
    return (
      <Empty icon="decisions" title={`Nothing here says “${wanted}”`}>
        {ended ? "These were all the decisions that are kept." : "Older decisions may: load them below."}
      </Empty>
    );
  if (changes)
    return (
      <Empty icon="decisions" title="Nothing was changed yet">
        Every look so far ended in a hold; “Everything” shows them, each with its reason.
      </Empty>
    );
  return (
    <Empty icon="decisions" title="Nothing was decided yet">
      Docktor looks at each service every few seconds; its first decision appears here by itself.
    </Empty>
  );
}

const commandFor = (service: string, actions: boolean) =>
  `docktor decisions list${service ? ` ${shellWord(shortName(service))}` : ""}${actions ? " --actions" : ""}`;

export function DecisionsPage({ service }: { service: string }) {
  const services = useServices();
  const [kind, setKind] = useState<Kind>("all");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.toLowerCase());
  const { items, failure, ended, older } = useDecisions(service, kind === "changes");
  const shown = items?.filter((item) => `${item.decision.id} ${item.sentence}`.toLowerCase().includes(wanted)) ?? [];
  const filters = (
    <>
      <SearchField label="Find in decisions" value={text} onChange={setText} />
      <select
        aria-label="Service"
        value={service}
        onChange={(event) => goTo(toDecisions(event.target.value))}
        className="h-8 max-w-56 min-w-0 rounded-md border border-line-strong bg-raised px-2 text-sm max-md:h-10 max-md:max-w-full"
      >
        <option value="">All services</option>
        {services.map((one) => (
          <option key={one.service} value={one.service}>
            {shortName(one.service)}
          </option>
        ))}
      </select>
      <Choice label="Which decisions" value={kind} options={kinds} onChange={setKind} />
    </>
  );
  return (
    <Page
      title="Decisions"
      lead="Every change and every hold, with its reason. Equal holds in a row are one line."
      actions={filters}
    >
      {failure && <Trouble text={failure.message} hint={failure.hint} />}
      {!items && !failure && <Waiting text="Reading the journal…" />}
      {items && shown.length === 0 && <NothingHere wanted={wanted} changes={kind === "changes"} ended={ended} />}
      {byDay(shown).map(([day, decisions]) => (
        <section key={day} aria-label={day}>
          <h2 className="label mb-1.5 px-1">{day}</h2>
          <ul className="card divide-y divide-line overflow-hidden">
            {decisions.map((item) => (
              <DecisionRow key={item.decision.id} item={item} wide />
            ))}
          </ul>
        </section>
      ))}
      <footer className="flex flex-wrap items-center justify-between gap-2">
        <CommandLine text={commandFor(service, kind === "changes")} />
        {items && !ended && items.length > 0 && <Button onClick={older}>Older decisions</Button>}
      </footer>
    </Page>
  );
}
