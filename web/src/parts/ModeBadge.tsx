import { memo } from "react";

import type { Mode, ServiceStatus } from "../api/status";
import { modes } from "../words/modes";
import { nameOf } from "../words/service_name";
import { classes } from "./classes";
import { Icon } from "./Icon";
import { ServiceMenu } from "./ServiceMenu";
import { Tip } from "./Tip";

const shape =
  "inline-flex h-5 items-center gap-0.5 rounded px-1.5 text-xs font-medium whitespace-nowrap max-md:h-7 max-md:px-2";

interface Props {
  service: string;
  mode: Mode;
  rules: ServiceStatus["rules"];
  chosen: ServiceStatus["chosen"];
}

/** How a service is treated; a click on it asks for another treatment, where there is one. */
export const ModeBadge = memo(function ModeBadge({ service, mode, rules, chosen }: Props) {
  const { name, look, means } = modes[mode];
  const chosenToo = chosen === mode ? "; chosen by a person, whatever the settings say" : "";
  if (mode === "cannot_scale")
    return (
      <Tip text={means}>
        <span tabIndex={0} className={classes(shape, look)}>
          {name}
        </span>
      </Tip>
    );
  return (
    <ServiceMenu service={service} mode={mode} rules={rules} chosen={chosen} means={`${name}: ${means}${chosenToo}`}>
      <button type="button" className={classes(shape, look, "hover:underline underline-offset-2")}>
        {name}
        <Icon name="down_small" size={11} />
        <span className="sr-only">is how {nameOf(service)} is treated: change</span>
      </button>
    </ServiceMenu>
  );
});
