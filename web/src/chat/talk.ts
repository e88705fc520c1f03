import { useSyncExternalStore } from "react";

import { stream, type Input } from "../api/ask";
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

/** `about`: the service that the reader has before them, which is meant where none is named. */
export const say = (text: string, looking: string, about: string): Promise<void> =>
  ask(text, text, { earlier: earlier(talk.turns, looking), about });

/** Yes to what the last answer asks about: the same words again, bound to how they were understood. */
export function agree(about: string): Promise<void> {
  const asked = talk.turns.at(-1)?.asked;
  return asked ? ask("Yes, do it.", asked.text, { agreed: asked.command, about }) : Promise.resolve();
}

async function ask(shown: string, text: string, more: Input): Promise<void> {
  if (talk.busy) return;
  const answer = newTurn("docktor", "");
  abort = new AbortController();
  set({ turns: [...talk.turns, newTurn("person", shown), answer], busy: true });
  try {
    const input = { text, pieces: true, ...more };
    await stream<PromptItem>(
      "prompt",
      input,
      (item) => change(answer.id, (old) => withItem(old, item, text)),
      abort.signal,
    );
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
