const rest = 1000;
/** An answer that takes longer, in milliseconds, has got lost: as where a machine slept meanwhile. */
const patience = 30_000;

/** Whoever calls what this gives wants `ask` to be done: at once, or once more after the one that is underway. It begins a
 *  second after the one before at the earliest, however often it is wanted, and not at all after `leaving`. */
export function oneAtATime(ask: (signal: AbortSignal) => Promise<void>, leaving: AbortSignal): () => void {
  let underway = false;
  let wanted = false;
  const go = async () => {
    underway = true;
    try {
      while (wanted && !leaving.aborted) {
        wanted = false;
        const inTime = AbortSignal.any([leaving, AbortSignal.timeout(patience)]);
        await Promise.all([ask(inTime), new Promise((done) => setTimeout(done, rest))]);
      }
    } finally {
      underway = false;
    }
  };
  return () => {
    wanted = true;
    if (!underway) void go();
  };
}
