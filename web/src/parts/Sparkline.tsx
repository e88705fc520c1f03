import type { Sample } from "../live/samples";
import { linesOf } from "./spark";

const width = 96;
const height = 24;
/** In seconds. */
const span = 300;

/** The load of the last minutes beside its target. */
export function Sparkline({ samples, target }: { samples: readonly Sample[]; target: number | undefined }) {
  const top = Math.max(1, ...samples.map((s) => s.cpu ?? 0));
  const high = (cpu: number) => height - 2 - (Math.min(cpu, top) / top) * (height - 4);
  const y = target === undefined ? null : high(target);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden className="overflow-visible">
      {y !== null && <line x1={0} x2={width} y1={y} y2={y} stroke="var(--line-strong)" strokeDasharray="2 3" />}
      {linesOf(samples, span, width, high).map((points, i) => (
        <polyline key={i} points={points} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" />
      ))}
    </svg>
  );
}
