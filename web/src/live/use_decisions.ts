import { useCallback, useEffect, useRef, useState } from "react";

import { ask } from "../api/ask";
import { asFailure, type Failure } from "../api/failure";
import type { HistoryItem } from "../api/history_item";
import { useLive } from "./use_live";

const pageSize = 60;

const numberOf = (item: HistoryItem) => Number(item.decision.id.slice(1));

/** The newest first; a decision that is told again replaces what was known of it. */
function merged(known: HistoryItem[], told: HistoryItem[]): HistoryItem[] {
  const all = new Map([...known, ...told].map((item) => [item.decision.id, item]));
  return [...all.values()].sort((a, b) => numberOf(b) - numberOf(a));
}

/** The decisions known so far, kept up to date, and a way to those before them. An answer to a question that is no longer
 *  asked is dropped. */
export function useDecisions(service: string, actions: boolean) {
  const news = useLive((state) => state.news);
  const [items, setItems] = useState<HistoryItem[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [ended, setEnded] = useState(false);
  const load = useCallback(
    async (before: string, signal: AbortSignal) => {
      const input = { limit: pageSize, service, ...(actions ? { actions } : {}), ...(before ? { before } : {}) };
      try {
        const { decisions } = await ask<{ decisions: HistoryItem[] }>("decisions_list", input, signal);
        if (signal.aborted) return;
        setItems((known) => merged(known ?? [], decisions));
        setFailure(null);
        if (before || decisions.length < pageSize) setEnded(decisions.length < pageSize);
      } catch (error) {
        if (!signal.aborted) setFailure(asFailure(error));
      }
    },
    [service, actions],
  );
  const question = useRef(new AbortController());
  useEffect(() => {
    setItems(null);
    setFailure(null);
    setEnded(false);
    const abort = new AbortController();
    question.current = abort;
    return () => abort.abort();
  }, [load]);
  useEffect(() => {
    const abort = new AbortController();
    void load("", abort.signal);
    return () => abort.abort();
  }, [load, news]);
  const older = () => void load(items?.at(-1)?.decision.id ?? "", question.current.signal);
  return { items, failure, ended, older };
}
