import { useState } from "react";

import { copy } from "../act/copy";
import { classes } from "./classes";
import { Icon } from "./Icon";

/** The command line that does the same, to be copied. */
export function CommandLine({ text, className }: { text: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  const onClick = async () => {
    if (!(await copy(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button
      type="button"
      onClick={() => void onClick()}
      aria-label={`Copy the command ${text}`}
      className={classes(
        "group inline-flex max-w-full items-center gap-2 rounded-md border border-line bg-sunken px-2 py-1 text-left font-mono text-xs text-soft hover:border-line-strong hover:text-ink",
        className,
      )}
    >
      <span className="text-faint select-none">$</span>
      <span className="min-w-0">{text}</span>
      <span className="ml-auto text-faint group-hover:text-ink">
        <Icon name={copied ? "check" : "copy"} size={13} />
      </span>
      <span aria-live="polite" className="sr-only">
        {copied ? "copied" : ""}
      </span>
    </button>
  );
}
