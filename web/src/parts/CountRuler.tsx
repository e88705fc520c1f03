import type { HistoryItem } from "../api/history_item";
import type { Limit, Role } from "../words/limits";
import { spoken } from "../words/spoken";

/** Limits far beyond what is at stake say nothing in a picture. */
const inSight = (limit: Limit, top: number) => limit.floor > 0 || limit.ceiling < top;
const bars: Record<Role, string> = {
  decided: "bg-accent",
  "in the way": "bg-warn",
  overruled: "bg-line-strong opacity-60",
  idle: "bg-line-strong",
};

function topOf(item: HistoryItem, limits: Limit[]): number {
  const { inputs, wish, verdict, recommendation, advice } = item.decision;
  const ceilings = limits.map((limit) => limit.ceiling).filter((ceiling) => ceiling <= 24);
  return Math.max(4, inputs.running, wish.count, verdict.count, recommendation.count, advice?.count ?? 0, ...ceilings) + 1;
}

/** The picture of why: counts from left to right, a bar for what each limit allows, and where the count came to lie. */
export function CountRuler({ item, limits }: { item: HistoryItem; limits: Limit[] }) {
  const { inputs, wish, verdict } = item.decision;
  const top = topOf(item, limits);
  const at = (count: number) => `${((Math.min(count, top) + 0.5) / (top + 1)) * 100}%`;
  const rows = limits.filter((limit) => inSight(limit, top));
  const every = Math.ceil((top + 1) / 16);
  const text = `${inputs.running} running, ${wish.count} wanted, ${verdict.count} decided`;
  return (
    <figure className="min-w-0" aria-label={text}>
      <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3 max-sm:grid-cols-[6.5rem_minmax(0,1fr)]" aria-hidden>
        <span />
        <div className="relative h-12">
          <Mark at={at(wish.count)} name="wanted" look="text-ahead" high />
          <Mark at={at(verdict.count)} name={wish.count === verdict.count ? "wanted & decided" : "decided"} look="text-accent" high={false} />
        </div>
        {rows.map((limit) => (
          <Row key={limit.reason} limit={limit} top={top} at={at} />
        ))}
        <span className="pt-1 text-xs text-faint">replicas</span>
        <div className="relative h-5 border-t border-line-strong">
          {Array.from({ length: top + 1 }, (_, n) => n).filter((n) => n % every === 0 || n === inputs.running).map((n) => (
            <span key={n} style={{ left: at(n) }} className={`absolute top-0.5 -translate-x-1/2 rounded px-1 text-xs ${n === inputs.running ? "bg-ink font-semibold text-surface" : "text-faint"}`}>
              {n}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="mt-2 text-xs text-faint">
        The dark number runs now. A bar is what a limit allows; the coloured one decided.
      </figcaption>
    </figure>
  );
}

function Mark({ at, name, look, high }: { at: string; name: string; look: string; high: boolean }) {
  if (name === "wanted & decided") name = "decided, as wanted";
  return (
    <span style={{ left: at }} className={`absolute -translate-x-1/2 text-center text-2xs leading-none font-medium whitespace-nowrap ${look} ${high ? "top-0" : "top-6"}`}>
      {name}
      <span className="mx-auto mt-0.5 block size-0 border-x-4 border-t-[5px] border-x-transparent border-t-current" />
    </span>
  );
}

function Row({ limit, top, at }: { limit: Limit; top: number; at: (count: number) => string }) {
  const half = 50 / (top + 1);
  const left = `calc(${at(Math.max(0, limit.floor))} - ${half}%)`;
  const right = limit.ceiling >= top ? "0%" : `calc(100% - ${at(limit.ceiling)} - ${half}%)`;
  return (
    <>
      <span className={`truncate py-0.5 text-xs ${limit.role === "decided" ? "font-medium text-ink" : "text-faint"} ${limit.role === "overruled" ? "line-through" : ""}`} title={limit.words}>
        {spoken(limit.reason)}
      </span>
      <div className="relative my-1">
        <div className="absolute inset-x-0 top-1/2 h-px bg-line" />
        <div style={{ left, right }} className={`absolute top-1/2 h-2 -translate-y-1/2 rounded-sm ${bars[limit.role]}`} />
      </div>
    </>
  );
}
