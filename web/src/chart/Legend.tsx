import { clock } from "../words/time";
import { percent } from "../words/percent";
import type { Cell, Timeline } from "./timeline";

function Entry({ name, look, value }: { name: string; look: string; value: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={`inline-block w-3.5 ${look}`} />
      <span className="text-soft">{name}</span>
      {value && <span className="font-semibold">{value}</span>}
    </span>
  );
}

const number = (cell: Cell) =>
  typeof cell === "number" ? cell.toLocaleString(undefined, { maximumFractionDigits: 1 }) : "";

/** The count that holds at a time is the last one told before it, unless nothing was seen then. */
function lastTold(cells: Cell[], index: number): Cell {
  for (let i = index; i >= 0; i--) if (cells[i] !== undefined) return cells[i];
  return null;
}

/** "2 to 8" */
function between(low: Cell, high: Cell): string {
  const known = [low, high].map(number).filter(Boolean);
  return known.join(" to ");
}

/** What the lines are, and their values where the cursor points. */
export function Legend({ timeline, index, ahead }: { timeline: Timeline; index: number | null; ahead: boolean }) {
  const at = index === null ? undefined : timeline.at[index];
  const value = (cells: Cell[]) => (index === null ? "" : number(cells[index]));
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-2 text-xs">
      <Entry
        name="replicas"
        look="border-t-2 border-ink"
        value={index === null ? "" : number(lastTold(timeline.running, index))}
      />
      <Entry
        name="load, in busy replicas"
        look="h-2.5 border-t-2 border-accent bg-accent-soft"
        value={value(timeline.busy)}
      />
      {index !== null && typeof timeline.cpu[index] === "number" && (
        <Entry name="CPU" look="border-t-2 border-accent" value={percent(timeline.cpu[index])} />
      )}
      {ahead && (
        <Entry
          name="expected, 8 of 10 cases"
          look="h-2.5 border-y border-ahead bg-ahead-soft"
          value={value(timeline.expected)}
        />
      )}
      <Entry
        name="limits"
        look="border-t border-dashed border-faint"
        value={index === null ? "" : between(timeline.min[index], timeline.max[index])}
      />
      <span className="ml-auto text-faint">{at === undefined ? "" : clock(at * 1000)}</span>
    </div>
  );
}
