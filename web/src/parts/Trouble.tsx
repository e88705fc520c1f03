import { Icon } from "./Icon";

/** Something that is wrong, and what to do about it. */
export function Trouble({ text, hint = "" }: { text: string; hint?: string | undefined }) {
  return (
    <div role="alert" className="flex items-start gap-2 rounded-lg border border-bad/40 bg-bad-soft px-3 py-2 text-sm">
      <span className="mt-0.5 text-bad">
        <Icon name="warning" />
      </span>
      <p>
        <span className="font-medium whitespace-pre-line">{text}</span>
        {hint && <span className="text-soft"> {hint}</span>}
      </p>
    </div>
  );
}
