import type { Constraint } from "../api/decision";
import type { Part, Why } from "../api/history_item";

/** A constraint with its words and the part that it played. */
export interface Limit extends Constraint {
  part: Part;
  words: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** All limits that were in force, highest rank first. When one ends is shown beside its words, by the reader's clock. */
export const limitsOf = ({ item, limits }: Why): Limit[] =>
  item.decision.verdict.constraints.map((constraint, i) => {
    const { part = "idle", words = "" } = limits[i] ?? {};
    return { ...constraint, part, words: capital(words) };
  });
