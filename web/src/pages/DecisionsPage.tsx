import { useCallback, useDeferredValue, useEffect, useState } from "react";

import { ask } from "../api/ask";
import { asFailure, type Failure } from "../api/failure";
import type { HistoryItem } from "../api/history_item";
import { useLive, useServices } from "../live/use_live";
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
import { nameOf } from "../words/service_name";
import { dayOf } from "../words/time";

type Kind = "all" | "changes";
const kinds = [
  { value: "all", name: "Everything" },
  { value: "changes", name: "Changes only" },
] as const;
const pageSize = 60;

const numberOf = (item: HistoryItem) => Number(item.decision.id.slice(1));

/** The newest first; a decision that is told again replaces what was known of it. */
function merged(known: HistoryItem[], told: HistoryItem[]): HistoryItem[] {
  const all = new Map([...known, ...told].map((item) => [item.decision.id, item]));
  return [...all.values()].sort((a, b) => numberOf(b) - numberOf(a));
}

function byDay(items: HistoryItem[]): [string, HistoryItem[]][] {
  return [...Map.groupBy(items, (item) => dayOf(item.decision.at))];
}

/** The decisions known so far, kept up to date, and a way to those before them. */
function useDecisions(service: string, actions: boolean) {
  const news = useLive((state) => state.news);
  const [items, setItems] = useState<HistoryItem[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [ended, setEnded] = useState(false);
  const load = useCallback(
    async (before: string, signal: AbortSignal | null) => {
      const input = { limit: pageSize, service, ...(actions ? { actions } : {}), ...(before ? { before } : {}) };
      try {
        const { decisions } = await ask<{ decisions: HistoryItem[] }>("decisions_list", input, signal);
        setItems((known) => merged(known ?? [], decisions));
        setFailure(null);
        if (before || decisions.length < pageSize) setEnded(decisions.length < pageSize);
      } catch (error) {
        if (!signal?.aborted) setFailure(asFailure(error));
      }
    },
    [service, actions],
  );
  useEffect(() => {
    setItems(null);
    setEnded(false);
  }, [load]);
  useEffect(() => {
    const abort = new AbortController();
    void load("", abort.signal);
    return () => abort.abort();
  }, [load, news]);
  const older = () => void load(items?.at(-1)?.decision.id ?? "", null);
  return { items, failure, ended, older };
}

const commandFor = (service: string, actions: boolean) =>
  `docktor decisions list${service ? ` ${nameOf(service)}` : ""}${actions ? " --actions" : ""}`;

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
        className="h-8 rounded-md border border-line-strong bg-raised px-2 text-sm max-md:h-10"
      >
        <option value="">All services</option>
        {services.map((one) => (
          <option key={one.service} value={one.service}>
            {nameOf(one.service)}
          </option>
        ))}
      </select>
      <Choice label="Which decisions" value={kind} options={kinds} onChange={setKind} />
    </>
  );
  return (
    <Page title="Decisions" lead="Every change and every hold, with its reason. Equal holds in a row are one line." actions={filters}>
      {failure && <Trouble text={failure.message} hint={failure.hint} />}
      {!items && !failure && <Waiting text="Reading the journal…" />}
      {items && shown.length === 0 && (
        <Empty icon="decisions" title={wanted ? `Nothing here says “${wanted}”` : "Nothing was decided yet"}>
          {wanted ? "Older decisions may: load them below." : "Docktor looks at each service every few seconds; its first decision appears here by itself."}
        </Empty>
      )}
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
