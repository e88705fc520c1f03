import type { HistoryItem } from "../api/history_item";
import type { CommandResult } from "../api/command_result";

/** What `prompt` answers, an item at a time. */
export interface PromptItem {
  understood: string;
  assumed: string[];
  /** Nothing is done until somebody agrees to what was understood. */
  asks: boolean;
  note: string;
  operation: string;
  answer: unknown;
  model: string;
  piece: string;
  said: string;
}

interface Known {
  results?: CommandResult[];
  lines?: string[];
  decisions?: HistoryItem[];
  services?: { service: string; sentence?: string; running?: number }[];
  proposals?: { sentence: string }[];
  parts?: { part: string; says: string }[];
  hints?: string[];
  item?: HistoryItem;
}

/** The answer of whatever operation was meant, in lines of words. */
export function answerLines(answer: unknown): string[] {
  const known = (answer ?? {}) as Known;
  if (known.results)
    return known.results.map((result) => [result.sentence, result.hint, result.warning].filter(Boolean).join(" "));
  if (known.lines) return known.item ? [known.item.sentence, ...known.lines] : known.lines;
  if (known.decisions) return known.decisions.map((item) => `${item.decision.id} ${item.sentence}`);
  if (known.proposals)
    return known.proposals.length === 0 ? ["Nothing waits for your word."] : known.proposals.map((one) => one.sentence);
  if (known.parts) return known.parts.map((part) => `${part.part}: ${part.says}`);
  if (known.services) return known.services.map((one) => one.sentence || one.service);
  if (known.hints) return known.hints;
  return [];
}
