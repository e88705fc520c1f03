/** Keys to press, "ctrl k" beside each other or "g d" one after another. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 gap-0.5 whitespace-nowrap">
      {keys.split(" ").map((key, i) => (
        <kbd
          key={i}
          className="rounded border border-line-strong bg-sunken px-1 font-mono text-2xs leading-4 text-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
