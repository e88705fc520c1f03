import { useCallback, useEffect, useRef, useState } from "react";

import { ask } from "../api/ask";
import { asFailure, type Failure } from "../api/failure";
import { oneAtATime } from "../api/one_at_a_time";
import type { HistoryItem } from "../api/history_item";
import { pageSize, withNewest, withOlder, type DecisionList } from "./decision_list";
import { useLive } from "./use_live";

/** The decisions known so far, kept up to date, and a way to those before them. An answer to a question that is no longer
 *  asked is dropped. */
export function useDecisions(service: string, actions: boolean) {
  const news = useLive((state) => state.news);
  const [list, setList] = useState<DecisionList | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useCallback(
    async (before: string, signal: AbortSignal) => {
      const input = { limit: pageSize, service, ...(actions ? { actions } : {}), ...(before ? { before } : {}) };
      try {
        const { decisions } = await ask<{ decisions: HistoryItem[] }>("decisions_list", input, signal);
        if (signal.aborted) return;
        setList((known) => (before && known ? withOlder(known, decisions) : withNewest(known, decisions)));
        setFailure(null);
      } catch (error) {
        if (!signal.aborted) setFailure(asFailure(error));
      }
    },
    [service, actions],
  );
  const question = useRef(new AbortController());
  const want = useRef(() => {});
  useEffect(() => {
    setList(null);
    setFailure(null);
    const abort = new AbortController();
    question.current = abort;
    want.current = oneAtATime((signal) => load("", signal), abort.signal);
    return () => abort.abort();
  }, [load]);
  useEffect(() => want.current(), [load, news]);
  const older = () => void load(list?.items.at(-1)?.decision.id ?? "", question.current.signal);
  return { items: list?.items ?? null, ended: list?.ended ?? false, failure, older };
}
