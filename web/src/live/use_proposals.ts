import type { Proposal } from "../api/proposal";
import { useServices } from "./use_live";

/** All that wait for a person's word, the one that ends first at the head. */
export const useProposals = (): Proposal[] =>
  useServices()
    .flatMap((service) => service.proposal ?? [])
    .sort((a, b) => a.expires.localeCompare(b.expires));
