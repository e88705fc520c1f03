/** A share does not part from its sign at the end of a line, nor a count from where it goes. */
const together = (text: string): string => text.replace(/(?<=\d) (?=%)|(?<=\d) (?=→)|(?<=→) (?=\d)/g, "\u00a0");

/** A decision's sentence in two: what changed ("web 2 → 4"), and why. */
export function splitSentence(sentence: string): { what: string; why: string } {
  const text = together(sentence);
  const colon = text.indexOf(": ");
  if (colon < 0) return { what: "", why: text };
  const why = text.slice(colon + 2);
  return { what: text.slice(0, colon), why: why.charAt(0).toUpperCase() + why.slice(1) };
}
