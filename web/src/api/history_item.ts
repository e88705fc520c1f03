import type { Decision } from "./decision";

export type OutcomeKind = "success" | "insufficient" | "wasteful" | "user_overridden" | "rolled_back" | "failed";

export interface Outcome {
  at: string;
  kind: OutcomeKind;
  message: string;
  until_ready?: number;
}

export interface Report {
  at: string;
  ok: boolean;
  message: string;
  added: string[];
  removed: string[];
  kept_volumes: string[];
}

/** A decision of the past with what came of it; equal holds in a row are one. */
export interface HistoryItem {
  decision: Decision;
  sentence: string;
  last: string;
  looks: number;
  report?: Report;
  outcome?: Outcome;
}

/** The whole answer to "why?": the decision, and a line of words for each part of it. */
export interface Why {
  item: HistoryItem;
  lines: string[];
  last_change?: HistoryItem;
}
