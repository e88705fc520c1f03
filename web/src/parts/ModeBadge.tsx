import { memo } from "react";

import type { Mode } from "../api/status";
import { isOrdered, modes } from "../words/modes";
import { nameOf } from "../words/service_name";
import { classes } from "./classes";
import { Icon } from "./Icon";
import { ServiceMenu } from "./ServiceMenu";
import { Tip } from "./Tip";

const shape =
  "inline-flex h-5 items-center gap-0.5 rounded px-1.5 text-xs font-medium whitespace-nowrap max-md:h-7 max-md:px-2";

/** How a service is treated; a click on it asks for another treatment, where there is one. */
export const ModeBadge = memo(function ModeBadge({ service, mode }: { service: string; mode: Mode }) {
  const { name, look, means } = modes[mode];
  if (mode === "cannot_scale")
    return (
      <Tip text={means}>
        <span tabIndex={0} className={classes(shape, look)}>
          {name}
        </span>
      </Tip>
    );
  return (
    <ServiceMenu service={service} ordered={isOrdered(mode)} means={`${name}: ${means}`}>
      <button type="button" className={classes(shape, look, "hover:underline underline-offset-2")}>
        {name}
        <Icon name="down_small" size={11} />
        <span className="sr-only">is how {nameOf(service)} is treated: change</span>
      </button>
    </ServiceMenu>
  );
});
