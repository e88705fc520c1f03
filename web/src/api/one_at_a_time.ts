const rest = 1000;

/** Whoever calls what this gives wants `ask` to be done: at once, or once more after the one that is underway. It begins a
 *  second after the one before at the earliest, however often it is wanted, and not at all after `signal`. */
export function oneAtATime(ask: () => Promise<void>, signal: AbortSignal): () => void {
  let underway = false;
  let wanted = false;
  const go = async () => {
    underway = true;
    while (wanted && !signal.aborted) {
      wanted = false;
      await Promise.all([ask(), new Promise((done) => setTimeout(done, rest))]);
    }
    underway = false;
  };
  return () => {
    wanted = true;
    if (!underway) void go();
  };
}
