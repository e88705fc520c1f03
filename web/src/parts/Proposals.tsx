import { useProposals } from "../live/use_proposals";
import { ProposalCard } from "./ProposalCard";

/** What waits for a person, above the services; nothing where nothing waits. */
export function Proposals() {
  const proposals = useProposals();
  if (proposals.length === 0) return null;
  return (
    <section aria-label="Waiting for your word" className="grid gap-2">
      {proposals.map((proposal, i) => (
        <ProposalCard key={proposal.id} proposal={proposal} above={proposals.slice(0, i)} />
      ))}
    </section>
  );
}
