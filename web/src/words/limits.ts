import type { Constraint } from "../api/decision";
import type { Why } from "../api/history_item";
import { spoken } from "./spoken";

export type Role = "decided" | "in the way" | "overruled" | "idle";

/** A constraint with its words and the part that it played. */
export interface Limit extends Constraint {
  role: Role;
  words: string;
}

const line = /^Limit (\S+) (decided|is in the way too|had to yield to a higher one|is not in the way): (.*)\.$/;
const roles: Record<string, Role> = {
  decided: "decided",
  "is in the way too": "in the way",
  "had to yield to a higher one": "overruled",
  "is not in the way": "idle",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** When it ends is shown beside the words, by the reader's clock. */
const withoutEnd = (words: string): string => words.replace(/,? (taken to last )?until [\d:]+ UTC$/, "");

/** All limits that were in force, highest rank first. The lines of words come in the order of the constraints. */
export function limitsOf(why: Why): Limit[] {
  const told = why.lines.map((text) => line.exec(text)).filter((match) => match !== null);
  return why.item.decision.verdict.constraints.map((constraint, i) => {
    const match = told[i];
    if (!match || match[1] !== constraint.reason)
      return { ...constraint, role: "idle", words: capital(spoken(constraint.reason)) };
    return { ...constraint, role: roles[match[2]!] ?? "idle", words: capital(withoutEnd(match[3]!)) };
  });
}

/** What would have changed the decision. */
export function turningLines(lines: string[]): string[] {
  return lines.filter((text) => text.startsWith("Without ") || text.startsWith("Would want "));
}

/** How the strategy came to what it wants, in words. */
export function strategyLines(lines: string[]): string[] {
  const first = lines.findIndex((text) => text.startsWith("Strategy "));
  if (first < 0) return [];
  const rest = lines.slice(first);
  const end = rest.findIndex((text) =>
    /^(The model |It was not followed|Limit |No limit |(A person|An agent|The strategy|Somebody) asked)/.test(text),
  );
  return end < 0 ? rest : rest.slice(0, end);
}
