import { useSyncExternalStore } from "react";

import { stream } from "../api/ask";
import { asFailure } from "../api/failure";
import { refresh } from "../live/connect";
import type { PromptItem } from "./answer";
import { newTurn, withItem, type Turn } from "./turn";

interface Talk {
  turns: readonly Turn[];
  busy: boolean;
}

let talk: Talk = { turns: [], busy: false };
let abort: AbortController | null = null;
const listeners = new Set<() => void>();

function set(next: Partial<Talk>): void {
  talk = { ...talk, ...next };
  for (const listener of listeners) listener();
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
  const answer = newTurn("docktor", "");
  abort = new AbortController();
  set({ turns: [...before, newTurn("person", text), answer], busy: true });
  try {
    const input = { text, pieces: true, earlier: earlier(before, looking) };
    await stream<PromptItem>("prompt", input, (item) => change(answer.id, (old) => withItem(old, item)), abort.signal);
  } catch (error) {
    const failure = asFailure(error);
    const words = abort.signal.aborted ? "Stopped." : failure.message;
    change(answer.id, (old) => ({
      ...old,
      failed: !abort?.signal.aborted,
      text: [old.text, words].filter(Boolean).join("\n"),
      notes: failure.hint && !abort?.signal.aborted ? [failure.hint] : [],
    }));
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
