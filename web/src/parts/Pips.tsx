import { memo } from "react";

/** One mark for each replica up to the most there may be; hollow ones are not running. Drawn up to 24. */
export const Pips = memo(function Pips({ running, ready, max }: { running: number; ready: number; max: number }) {
  const shown = Math.min(24, Math.max(running, max));
  return (
    <div aria-hidden className="flex max-w-full gap-[3px]">
      {Array.from({ length: shown }, (_, i) => (
        <span
          key={i}
          className={`h-2.5 w-1.5 min-w-px rounded-[2px] ${i < ready ? "bg-accent" : i < running ? "bg-busy breathing" : "bg-line"}`}
        />
      ))}
    </div>
  );
});
