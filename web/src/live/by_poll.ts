import { ask } from "../api/ask";
import type { Feed } from "./feed";
import type { Message } from "./message";

interface Answer {
  next: number;
  messages: Message[];
}

/** Questions that are answered once there is something to say: where a proxy keeps back what is not complete. */
export const byPoll: Feed = (take, end) => {
  const abort = new AbortController();
  const go = async () => {
    for (let since = 0; !abort.signal.aborted;) {
      const { next, messages } = await ask<Answer>("events", { since, wait: "25s" }, abort.signal);
      messages.forEach(take);
      since = next;
    }
  };
  go().catch(() => abort.signal.aborted || end());
  return () => abort.abort();
};
