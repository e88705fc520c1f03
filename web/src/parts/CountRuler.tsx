import type { HistoryItem, Part } from "../api/history_item";
import { limitName, type Limit } from "../words/limits";

const bars: Record<Part, string> = {
  decided: "bg-accent",
  in_the_way: "bg-busy",
  overruled: "bg-line-strong opacity-60",
  idle: "bg-line-strong",
};

/** Limits far beyond what is at stake say nothing in a picture. */
const inSight = (limit: Limit, top: number) => limit.floor > 0 || limit.ceiling < top;

function topOf(counts: number[], limits: Limit[]): number {
  const ceilings = limits.map((limit) => limit.ceiling).filter((ceiling) => ceiling <= 24);
  return Math.max(4, ...counts, ...ceilings) + 1;
}

/** Where a count lies in the picture, in percent of its width. */
const placeOf = (count: number, top: number) => ((Math.min(count, top) + 0.5) / (top + 1)) * 100;

function Mark({ place, name, look, high }: { place: number; name: string; look: string; high: boolean }) {
  return (
    <span
      style={{ left: `${place}%` }}
      className={`absolute -translate-x-1/2 text-center text-2xs leading-none font-medium whitespace-nowrap ${look} ${high ? "top-0" : "bottom-1.5"}`}
    >
      {name}
      <span className="mx-auto mt-0.5 block size-0 border-x-4 border-t-[5px] border-x-transparent border-t-current" />
    </span>
  );
}

function Row({ limit, top }: { limit: Limit; top: number }) {
  const half = 50 / (top + 1);
  const left = placeOf(Math.max(0, limit.floor), top) - half;
  const right = limit.ceiling >= top ? 0 : 100 - placeOf(limit.ceiling, top) - half;
  const look =
    limit.part === "decided"
      ? "font-medium text-ink"
      : limit.part === "overruled"
        ? "text-faint line-through"
        : "text-faint";
  return (
    <>
      <span className={`py-0.5 text-xs leading-tight ${look}`} title={limit.words}>
        {limitName(limit.reason)}
      </span>
      <div className="relative my-1 min-h-4">
        <div className="absolute inset-x-0 top-1/2 h-px bg-line" />
        <div
          style={{ left: `${left}%`, right: `${right}%` }}
          className={`absolute top-1/2 h-2 -translate-y-1/2 rounded-sm ${bars[limit.part]}`}
        />
      </div>
    </>
  );
}

function Scale({ top, running }: { top: number; running: number }) {
  const every = Math.ceil((top + 1) / 16);
  const shown = Array.from({ length: top + 1 }, (_, n) => n).filter((n) => n % every === 0 || n === running);
  return (
    <>
      <span className="pt-1 text-xs text-faint">replicas</span>
      <div className="relative h-5 border-t border-line-strong">
        {shown.map((n) => (
          <span
            key={n}
            style={{ left: `${placeOf(n, top)}%` }}
            className={`absolute top-0.5 -translate-x-1/2 rounded px-1 text-xs ${n === running ? "bg-ink font-semibold text-surface" : "text-faint"}`}
          >
            {n}
          </span>
        ))}
      </div>
    </>
  );
}

/** The limits as they will be once a person has said yes: that a person is waited for is over, and what had to yield to
 *  that holds. */
function onceApproved(limits: Limit[], wanted: number, proposed: number): Limit[] {
  const moves = (limit: Limit) => wanted !== proposed && (limit.floor === proposed || limit.ceiling === proposed);
  return limits
    .filter((limit) => limit.reason !== "AwaitingApproval")
    .map((limit) => ({ ...limit, part: moves(limit) ? "decided" : "idle" }));
}

interface Props {
  item: HistoryItem;
  limits: Limit[];
  /** The count that a person is asked about, where it is not decided yet. */
  proposed?: number;
}

/** The picture of why: counts from left to right, a bar for what each limit allows, and where the count came to lie. */
export function CountRuler({ item, limits, proposed }: Props) {
  const { inputs, wish, verdict, advice } = item.decision;
  const end = proposed ?? verdict.count;
  const asWanted = wish.count === end;
  const word = proposed === undefined ? "decided" : "proposed";
  const known = proposed === undefined ? limits : onceApproved(limits, wish.count, proposed);
  const top = topOf([inputs.running, wish.count, end, advice?.count ?? 0], known);
  return (
    <figure className="min-w-0" aria-label={`${inputs.running} running, ${wish.count} wanted, ${end} ${word}`}>
      <div
        className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3 max-sm:grid-cols-[6.5rem_minmax(0,1fr)]"
        aria-hidden
      >
        <span />
        <div className={`relative ${asWanted ? "h-7" : "h-12"}`}>
          {!asWanted && <Mark place={placeOf(wish.count, top)} name="wanted" look="text-ahead" high />}
          <Mark
            place={placeOf(end, top)}
            name={asWanted ? `${word}, as wanted` : word}
            look="text-accent"
            high={false}
          />
        </div>
        {known
          .filter((limit) => inSight(limit, top))
          .map((limit, i) => (
            <Row key={i} limit={limit} top={top} />
          ))}
        <Scale top={top} running={inputs.running} />
      </div>
      <figcaption className="mt-2 text-xs text-faint">
        The framed number runs. A bar is what a limit allows; a coloured one is in the way.
      </figcaption>
    </figure>
  );
}
