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

/** What part a limit played in a decision. */
export type Part = "decided" | "in_the_way" | "overruled" | "idle";

/** The whole answer to "why?": the decision, and words for it. */
export interface Why {
  item: HistoryItem;
  /** How the strategy came to what it wants. */
  strategy: string[];
  /** In the order of the verdict's constraints. */
  limits: { reason: string; part: Part; words: string }[];
  /** What would have changed it. */
  turning: string[];
  last_change?: HistoryItem;
}
