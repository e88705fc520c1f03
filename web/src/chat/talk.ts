import { useSyncExternalStore } from "react";

import { stream } from "../api/ask";
import { asFailure } from "../api/failure";
import { refresh } from "../live/connect";
import { answerLines, type PromptItem } from "./answer";

/** One thing said, by the reader or by Docktor. Whatever a model says is text and stays text. */
export interface Turn {
  id: number;
  by: "person" | "docktor" | "model";
  text: string;
  /** The commands that say the same. */
  commands: string[];
  lines: string[];
  notes: string[];
  failed: boolean;
  ended: boolean;
}

interface Talk {
  turns: readonly Turn[];
  busy: boolean;
}

let talk: Talk = { turns: [], busy: false };
let lastId = 0;
let abort: AbortController | null = null;
const listeners = new Set<() => void>();

function set(next: Partial<Talk>): void {
  talk = { ...talk, ...next };
  for (const listener of listeners) listener();
}

const turn = (by: Turn["by"], text: string): Turn => ({ id: ++lastId, by, text, commands: [], lines: [], notes: [], failed: false, ended: by === "person" });

/** A turn with one more item of the answer in it. */
export function withItem(old: Turn, item: PromptItem): Turn {
  return {
    ...old,
    by: item.model ? "model" : old.by,
    text: item.said || old.text + item.piece,
    commands: item.understood ? [...old.commands, item.understood] : old.commands,
    lines: [...old.lines, ...answerLines(item.answer)],
    notes: [...old.notes, ...item.assumed, ...(item.note ? [item.note] : [])],
  };
}

function change(id: number, by: (old: Turn) => Turn): void {
  set({ turns: talk.turns.map((old) => (old.id === id ? by(old) : old)) });
}

/** What was said before, for a model; `looking`: what the reader has before them. */
function earlier(turns: readonly Turn[], looking: string) {
  const said = turns.filter((one) => one.text).map((one) => ({ by_model: one.by !== "person", text: one.text }));
  return looking ? [...said, { by_model: false, text: `I am looking at ${looking}.` }] : said;
}

export async function say(text: string, looking: string): Promise<void> {
  if (talk.busy) return;
  const before = talk.turns;
  const answer = turn("docktor", "");
  abort = new AbortController();
  set({ turns: [...before, turn("person", text), answer], busy: true });
  try {
    const input = { text, pieces: true, earlier: earlier(before, looking) };
    await stream<PromptItem>("prompt", input, (item) => change(answer.id, (old) => withItem(old, item)), abort.signal);
  } catch (error) {
    const failure = asFailure(error);
    const words = abort.signal.aborted ? "Stopped." : failure.message;
    change(answer.id, (old) => ({ ...old, failed: !abort?.signal.aborted, text: [old.text, words].filter(Boolean).join("\n"), notes: failure.hint && !abort?.signal.aborted ? [failure.hint] : [] }));
  }
  change(answer.id, (old) => ({ ...old, ended: true }));
  set({ busy: false });
  void refresh();
}

export const stopTalking = (): void => abort?.abort();
export const forget = (): void => set({ turns: [] });

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useTalk = (): Talk => useSyncExternalStore(onChange, () => talk);
