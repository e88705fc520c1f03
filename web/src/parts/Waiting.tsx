import { Busy } from "./Busy";

/** While an answer is on its way. */
export function Waiting({ text }: { text: string }) {
  return (
    <p className="card px-4 py-10 text-center text-faint">
      <Busy text={text} />
    </p>
  );
}
