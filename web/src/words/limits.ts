import type { Constraint } from "../api/decision";
import type { Part, Why } from "../api/history_item";
import { spoken } from "./spoken";

/** A constraint with its words and the part that it played. */
export interface Limit extends Constraint {
  part: Part;
  words: string;
}

/** What a limit is called, in two or three words. */
export function limitName(reason: string): string {
  if (reason === "TooManyReplicas") return "maximum";
  return reason === "TooFewReplicas" ? "minimum" : spoken(reason);
}

/** A sentence in which limits are called as a machine calls them, as people read it: "Without “minimum” it would be 1". */
export const withLimitNames = (text: string): string =>
  text.replace(/\b(?:[A-Z][a-z]+){2,}\b/g, (reason) => `“${limitName(reason)}”`);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** All limits that were in force, highest rank first. When one ends is shown beside its words, by the reader's clock. */
export const limitsOf = ({ item, limits }: Why): Limit[] =>
  item.decision.verdict.constraints.map((constraint, i) => {
    const { part = "idle", words = "" } = limits[i] ?? {};
    return { ...constraint, part, words: capital(words) };
  });
