import type { Sample } from "../live/samples";

/** Longer without a sample is a gap, in seconds. */
const gap = 20;

/** The lines through what is known of the last `span` seconds, each as the points of its polyline: where nothing was seen
 *  one ends. `high`: where the value lies on the picture of `width`. */
export function linesOf(
  samples: readonly Sample[],
  span: number,
  width: number,
  high: (cpu: number) => number,
): string[] {
  const end = samples.at(-1)?.at ?? 0;
  const lines: string[][] = [];
  let before = -Infinity;
  for (const { at, cpu } of samples) {
    if (cpu === null || end - at > span) continue;
    if (at - before > gap) lines.push([]);
    before = at;
    lines.at(-1)!.push(`${(width - ((end - at) / span) * width).toFixed(1)},${high(cpu).toFixed(1)}`);
  }
  return lines.map((points) => points.join(" "));
}
