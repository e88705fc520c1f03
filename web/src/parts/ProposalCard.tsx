import { useState } from "react";

import { approve, modify, reject } from "../act/command";
import { useWhyNot } from "../act/role";
import type { Why } from "../api/history_item";
import { meaningOf, type Proposal } from "../api/proposal";
import { useAsk } from "../api/use_ask";
import { shortName } from "../live/short_name";
import { useLive, useService } from "../live/use_live";
import { toService } from "../routes";
import { limitsOf } from "../words/limits";
import { splitSentence } from "../words/sentence";
import { Ago } from "./Ago";
import { Button } from "./Button";
import { CommandButton } from "./CommandButton";
import { CommandLine } from "./CommandLine";
import { CountRuler } from "./CountRuler";
import { Keys } from "./Keys";
import { LoadBar } from "./LoadBar";
import { percent } from "../words/percent";
import { Stepper } from "./Stepper";
import { Until } from "./Until";
import { useSteady } from "./use_steady";

/** What the proposal rests on, as it was seen then, and the load as it is now. */
function Picture({ proposal }: { proposal: Proposal }) {
  const service = useService(proposal.service);
  const news = useLive((state) => state.news);
  const { data } = useAsk<Why>("decisions_show", { decision: proposal.id }, news);
  return (
    <div className="grid gap-4 border-t border-line px-4 py-3">
      {service && (
        <div>
          <p className="mb-1.5 flex justify-between text-xs text-soft">
            <span>Load now: {percent(service.cpu)}</span>
            {service.cpu_target !== undefined && (
              <span className="text-faint">target {percent(service.cpu_target)}</span>
            )}
          </p>
          <LoadBar cpu={service.cpu} target={service.cpu_target} />
        </div>
      )}
      {data && <CountRuler item={data.item} limits={limitsOf(data)} proposed={proposal.to} />}
    </div>
  );
}

function Modify({ proposal, steady, onDone }: { proposal: Proposal; steady: boolean; onDone: () => void }) {
  const service = useService(proposal.service);
  const [replicas, setReplicas] = useState(proposal.to);
  const command = modify(proposal, replicas);
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">
      <Stepper
        label="Replicas instead"
        value={replicas}
        min={service?.min ?? 0}
        max={service?.max ?? 99}
        onChange={setReplicas}
      />
      <CommandButton kind="main" command={command} disabled={!steady} onAsk={onDone}>
        Approve {replicas}
      </CommandButton>
      <Button kind="quiet" onClick={onDone}>
        Cancel
      </Button>
      <CommandLine text={command.text} />
    </div>
  );
}

interface Props {
  proposal: Proposal;
  /** Those above it, on which it depends where it is. */
  above?: Proposal[];
  /** The keys `a` and `r` answer this one. */
  keyed?: boolean;
  full?: boolean;
}

/** A change that waits for a person's word. It takes none while it has only just come to where it is. */
export function ProposalCard({ proposal, above = [], keyed = false, full = false }: Props) {
  const steady = useSteady(meaningOf([...above, proposal]));
  const refusal = useWhyNot("modify");
  const [modifying, setModifying] = useState(false);
  const { why } = splitSentence(proposal.sentence);
  return (
    <article
      aria-label={`${shortName(proposal.service)} from ${proposal.from} to ${proposal.to}`}
      className="card overflow-hidden border-l-[3px] border-l-ahead"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex items-baseline gap-2 text-lg font-semibold">
            <a href={toService(proposal.service)} className="hover:text-accent">
              {shortName(proposal.service)}
            </a>
            <span className="text-ahead">
              {proposal.from} → {proposal.to}
            </span>
          </p>
          <p className={`text-sm text-soft ${full ? "" : "line-clamp-4"}`}>{why}.</p>
          <p className="mt-0.5 text-xs text-faint">
            {proposal.id}, proposed <Ago at={proposal.made_at} />, ends in{" "}
            <Until at={proposal.expires} over="a moment" />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2 max-md:w-full max-md:*:flex-1">
          <CommandButton kind="main" command={approve(proposal)} disabled={!steady}>
            Approve{" "}
            {keyed && (
              <span className="max-md:hidden">
                <Keys keys="a" />
              </span>
            )}
          </CommandButton>
          <Button
            disabled={!steady || refusal !== ""}
            title={refusal || undefined}
            onClick={() => setModifying(!modifying)}
            aria-expanded={modifying}
          >
            Modify…
          </Button>
          <CommandButton command={reject(proposal)} disabled={!steady}>
            Reject{" "}
            {keyed && (
              <span className="max-md:hidden">
                <Keys keys="r" />
              </span>
            )}
          </CommandButton>
        </div>
      </div>
      {refusal && <p className="px-4 pb-3 text-sm text-warn">{refusal}.</p>}
      {modifying && <Modify proposal={proposal} steady={steady} onDone={() => setModifying(false)} />}
      {full && <Picture proposal={proposal} />}
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-2.5">
        <CommandLine text={approve(proposal).text} />
        <CommandLine text={reject(proposal).text} />
      </div>
    </article>
  );
}
