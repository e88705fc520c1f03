import type { ButtonHTMLAttributes } from "react";

import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { Tip } from "./Tip";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  keys?: string;
}

/** A button that is a drawing, with its name for whoever points at it or listens. */
export function IconButton({ icon, label, keys = "", className, ...rest }: Props) {
  return (
    <Tip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={classes(
          "inline-flex size-8 shrink-0 max-md:size-10 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink transition-colors",
          className,
        )}
        {...rest}
      >
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
