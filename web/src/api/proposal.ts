/** A change that waits for a person's word. */
export interface Proposal {
  id: string;
  service: string;
  from: number;
  to: number;
  made_at: string;
  expires: string;
  sentence: string;
}
