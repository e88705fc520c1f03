/** Something that has just happened. */
export interface Event {
  kind: "decision" | "report" | "outcome" | "proposal_ended";
  at: string;
  service: string;
  sentence: string;
}
