/** While an answer is on its way. */
export function Waiting({ text }: { text: string }) {
  return <p className="breathing card px-4 py-10 text-center text-faint">{text}</p>;
}
