import { useEffect, useRef, useState } from "react";

import { ask, type Input } from "./ask";
import { asFailure, type Failure } from "./failure";
import { oneAtATime } from "./one_at_a_time";

export interface Asked<T> {
  data: T | null;
  failure: Failure | null;
}

/** The answer to a question, asked anew whenever the question or `fresh` changes; meanwhile the old answer stays, as
 *  long as the question is the same. Null as the operation: nothing is asked. */
export function useAsk<T>(operation: string | null, input: Input = {}, fresh: unknown = null): Asked<T> {
  const question = operation === null ? "" : `${operation} ${JSON.stringify(input)}`;
  const [asked, setAsked] = useState<Asked<T> & { question: string }>({ question, data: null, failure: null });
  const want = useRef(() => {});
  useEffect(() => {
    if (operation === null) return;
    const abort = new AbortController();
    want.current = oneAtATime(async (signal) => {
      try {
        const data = await ask<T>(operation, input, signal);
        if (!abort.signal.aborted) setAsked({ question, data, failure: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        const failure = asFailure(error);
        setAsked((old) => ({ question, data: old.question === question ? old.data : null, failure }));
      }
    }, abort.signal);
    return () => {
      want.current = () => {};
      abort.abort();
    };
    // `question` stands for operation and input.
  }, [question]);
  useEffect(() => want.current(), [question, fresh]);
  return asked.question === question ? asked : { data: null, failure: null };
}
