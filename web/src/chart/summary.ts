import type { Cell } from "./timeline";

/** What a line shows, for whoever does not see it: "from 12 % to 88 %, 40 % at its end". */
export function summaryOf(cells: Cell[], valueText: (value: number) => string): string {
  const values = cells.filter((cell) => typeof cell === "number");
  const last = values.at(-1);
  if (last === undefined) return "nothing is known";
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  if (least === most) return `always ${valueText(last)}`;
  return `from ${valueText(least)} to ${valueText(most)}, ${valueText(last)} at its end`;
}
