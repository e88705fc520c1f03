/** A change that waits for a person's word. */
export interface Proposal {
  id: string;
  service: string;
  from: number;
  to: number;
  made_at: string;
  expires: string;
  sentence: string;
  /** Of all that it rests on. */
  digest: string;
}

/** What one says yes or no to, in a row of them: as long as it is the same, so is what an answer means. */
export const meaningOf = (proposals: Proposal[]): string =>
  proposals.map(({ id, digest }) => `${id} ${digest}`).join(", ");
