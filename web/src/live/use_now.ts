import { useSyncExternalStore } from "react";

import { liveState } from "./store";

const listeners = new Set<() => void>();
let second = Math.floor(Date.now() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;

function beat(): void {
  second = Math.floor((Date.now() + liveState().skew) / 1000);
  for (const listener of listeners) listener();
}

function onBeat(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(beat, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The daemon's time in whole seconds; one clock for everything that counts down. */
export const useNow = (): number => useSyncExternalStore(onBeat, () => second);
