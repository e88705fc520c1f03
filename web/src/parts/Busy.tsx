/** Something goes on: the dot breathes, the words beside it stay as readable as they are. */
export function Busy({ text, className = "" }: { text: string; className?: string }) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${className}`}>
      <span aria-hidden className="breathing size-1.5 shrink-0 rounded-full bg-current" />
      {text}
    </span>
  );
}
