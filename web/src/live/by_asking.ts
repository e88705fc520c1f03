import { ask } from "../api/ask";
import type { Status } from "../api/status";
import type { Feed } from "./feed";

const every = 1000;
const patience = 4000;

/** A question a second, as long as it is answered: where nothing may stay open. */
export const byAsking: Feed = (take, end) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const go = async () => {
    const status = await ask<Status>("status", {}, AbortSignal.timeout(patience));
    if (stopped) return;
    take({ type: "snapshot", status });
    timer = setTimeout(next, every);
  };
  const next = () => void go().catch(() => stopped || end());
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
