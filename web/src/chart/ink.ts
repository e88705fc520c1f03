/** The colours of the page as a canvas wants them. */
export type Ink = Record<
  "ink" | "soft" | "faint" | "line" | "strong" | "accent" | "accentSoft" | "ahead" | "aheadSoft" | "warn",
  string
>;

const tokens: Record<keyof Ink, string> = {
  ink: "--ink",
  soft: "--ink-soft",
  faint: "--ink-faint",
  line: "--line",
  strong: "--line-strong",
  accent: "--accent",
  accentSoft: "--accent-soft",
  ahead: "--ahead",
  aheadSoft: "--ahead-soft",
  warn: "--warn",
};

/** As they are at present, in light or dark. */
export function inkNow(): Ink {
  const probe = document.createElement("span");
  document.body.append(probe);
  const ink = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(${token})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as Ink;
  probe.remove();
  return ink;
}
