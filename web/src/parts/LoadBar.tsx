import { percent } from "../words/percent";

/** How busy, with a tick at the target. More than the target is amber: it asks for more, nothing is wrong. */
export function LoadBar({ cpu, target }: { cpu: number | undefined; target: number | undefined }) {
  const over = cpu !== undefined && target !== undefined && cpu > target * 1.1;
  const width = `${Math.min(100, (cpu ?? 0) * 100)}%`;
  const text =
    cpu === undefined
      ? "no fresh reading"
      : `CPU at ${percent(cpu)}${target === undefined ? "" : ` of a target of ${percent(target)}`}`;
  return (
    <div
      role="img"
      aria-label={text}
      className="relative h-1.5 w-full rounded-full bg-sunken ring-1 ring-line ring-inset"
    >
      <div className={`h-full rounded-full ${over ? "bg-busy" : "bg-accent"}`} style={{ width }} />
      {target !== undefined && (
        <div
          className="absolute -top-1 h-3.5 w-0.5 rounded bg-ink"
          style={{ left: `${Math.min(100, target * 100)}%` }}
        />
      )}
    </div>
  );
}
