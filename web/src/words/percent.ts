/** "85 %", in one piece; "–" where it is not known. */
export function percent(ratio: number | undefined | null): string {
  return ratio === undefined || ratio === null || !Number.isFinite(ratio) ? "–" : `${Math.round(ratio * 100)}\u00a0%`;
}
