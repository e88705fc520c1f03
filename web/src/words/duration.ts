/** In the form that the command line takes: "90s" is "1m30s". */
export function shortDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ];
  return (
    parts
      .filter(([n]) => n > 0)
      .map(([n, unit]) => `${n}${unit}`)
      .join("") || "0s"
  );
}

/** For people, in its largest unit or two: "4 s", "12 min", "3 h 20 min", "2 days". */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return `${s}\u00a0s`;
  const m = Math.round(s / 60);
  if (m < 60) return `${m}\u00a0min`;
  const h = Math.floor(m / 60);
  if (h < 24) return m % 60 === 0 ? `${h}\u00a0h` : `${h}\u00a0h ${m % 60}\u00a0min`;
  const d = Math.round(h / 24);
  return d === 1 ? "1 day" : `${d} days`;
}
