import type { Sample } from "../live/samples";

const width = 96;
const height = 24;
const span = 300;

/** Points of a line through the last five minutes, in the box above; gaps are left out. */
function lineOf(samples: readonly Sample[], top: number): string {
  const end = samples.at(-1)?.at ?? 0;
  return samples
    .filter((s) => s.cpu !== null && end - s.at <= span)
    .map(
      (s) =>
        `${(width - ((end - s.at) / span) * width).toFixed(1)},${(height - 2 - (Math.min(s.cpu ?? 0, top) / top) * (height - 4)).toFixed(1)}`,
    )
    .join(" ");
}

/** The load of the last minutes beside its target. */
export function Sparkline({ samples, target }: { samples: readonly Sample[]; target: number | undefined }) {
  const top = Math.max(1, ...samples.map((s) => s.cpu ?? 0));
  const y = target === undefined ? null : height - 2 - (Math.min(target, top) / top) * (height - 4);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden className="overflow-visible">
      {y !== null && <line x1={0} x2={width} y1={y} y2={y} stroke="var(--line-strong)" strokeDasharray="2 3" />}
      {samples.length > 1 && (
        <polyline
          points={lineOf(samples, top)}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
