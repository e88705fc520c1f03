/** A decision's sentence in two: what changed ("web 2 → 4"), and why. */
export function splitSentence(sentence: string): { what: string; why: string } {
  const colon = sentence.indexOf(": ");
  if (colon < 0) return { what: "", why: sentence };
  const why = sentence.slice(colon + 2);
  return { what: sentence.slice(0, colon), why: why.charAt(0).toUpperCase() + why.slice(1) };
}
