import { useEffect, useRef, useState } from "react";

import { approve, reject } from "../act/command";
import { useWhyNot } from "../act/role";
import { run } from "../act/run";
import { meaningOf, type Proposal } from "../api/proposal";
import { useProposals } from "../live/use_proposals";
import { Empty } from "../parts/Empty";
import { Page } from "../parts/Page";
import { ProposalCard } from "../parts/ProposalCard";
import { useSteady } from "../parts/use_steady";
import { useKeys } from "../use_keys";
import { useServices } from "../live/use_live";
import { count } from "../words/count";

function NothingWaits() {
  const manual = useServices().filter((service) => service.mode === "manual").length;
  return (
    <Empty icon="approvals" title="Nothing waits for your word" command="docktor proposals">
      {manual > 0
        ? `${count(manual, "service")} in manual mode: whenever the rules want another count, it is proposed here.`
        : "Choose Manual at a service's name, or write mode: manual in its x-docktor, and each change is proposed here before it is made."}
    </Empty>
  );
}

/** The one that keys answer: the first, and the same for as long as it waits, whatever comes before it. */
function useKeyed(proposals: Proposal[]): Proposal | undefined {
  const [id, setId] = useState("");
  const keyed = proposals.find((proposal) => proposal.id === id) ?? proposals[0];
  useEffect(() => setId(keyed?.id ?? ""), [keyed?.id]);
  return keyed;
}

export function ApprovalsPage() {
  const proposals = useProposals();
  const keyed = useKeyed(proposals);
  const steady = useSteady(meaningOf(keyed ? [keyed] : []));
  const may = useWhyNot("approve") === "";
  const underway = useRef(false);
  const answer = async (by: typeof approve) => {
    if (!keyed || !steady || !may || underway.current) return;
    underway.current = true;
    await run(by(keyed));
    underway.current = false;
  };
  useKeys({ a: () => void answer(approve), r: () => void answer(reject) });
  return (
    <Page title="Approvals" lead="A proposal is bound to what is shown: it ends when another count runs or is wanted.">
      {proposals.length === 0 && <NothingWaits />}
      {proposals.map((proposal, i) => (
        <ProposalCard
          key={proposal.id}
          proposal={proposal}
          above={proposals.slice(0, i)}
          keyed={may && proposal === keyed}
          full
        />
      ))}
    </Page>
  );
}
