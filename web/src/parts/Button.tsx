import type { ButtonHTMLAttributes } from "react";

import { classes } from "./classes";

type Kind = "main" | "plain" | "quiet" | "bad";

const looks: Record<Kind, string> = {
  main: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-raised text-ink border-line-strong hover:border-faint",
  quiet: "bg-transparent text-soft border-transparent hover:bg-sunken hover:text-ink",
  bad: "bg-raised text-bad border-line-strong hover:border-bad",
};

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  small?: boolean;
}

export function Button({ kind = "plain", small = false, className, ...rest }: Props) {
  const size = small ? "h-7 px-2 text-xs gap-1" : "h-8 px-3 text-sm gap-1.5 max-md:h-10 max-md:px-4";
  return (
    <button
      type="button"
      className={classes(
        "inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors disabled:opacity-50",
        size,
        looks[kind],
        className,
      )}
      {...rest}
    />
  );
}
