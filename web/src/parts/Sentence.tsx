import { splitSentence } from "../words/sentence";

/** A decision in words: what it came to, and then why. */
export function Sentence({ text }: { text: string }) {
  const { what, why } = splitSentence(text);
  return (
    <>
      {what && <span className="font-medium text-ink">{what}. </span>}
      {why}.
    </>
  );
}
