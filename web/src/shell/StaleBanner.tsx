import { useLive } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Icon } from "../parts/Icon";
import { duration } from "../words/duration";
import { clock } from "../words/time";

/** Says since when nothing was heard. The page keeps trying. */
export function StaleBanner() {
  const link = useLive((state) => state.link);
  const skew = useLive((state) => state.skew);
  const now = useNow();
  if (link.kind !== "lost") return null;
  const silent = now - (link.since + skew) / 1000;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-bad/40 bg-bad-soft px-4 py-2 text-sm md:px-6"
    >
      <span className="text-bad">
        <Icon name="warning" />
      </span>
      <p>
        <span className="font-semibold">Not heard from the daemon since {clock(link.since)}</span> ({duration(silent)}{" "}
        ago): {link.why}. What is shown is as of then.
      </p>
      <p className="text-soft">
        Trying again by itself. If it has ended: <code className="font-mono text-xs">docktor daemon start</code>
      </p>
    </div>
  );
}
