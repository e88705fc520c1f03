import { memo } from "react";

import type { Mode } from "../api/status";
import { classes } from "./classes";
import { Tip } from "./Tip";

const modes: Record<Mode, { name: string; look: string; means: string }> = {
  auto: { name: "Auto", look: "text-accent bg-accent-soft", means: "scaled by its rules" },
  manual: { name: "Manual", look: "text-ahead bg-ahead-soft", means: "its rules propose, a person decides" },
  watched: { name: "Watched", look: "text-soft bg-sunken", means: "explained, never changed: nobody enabled it" },
  dry_run: { name: "Dry run", look: "text-soft bg-sunken", means: "decided, not done" },
  paused: { name: "Paused", look: "text-warn bg-warn-soft", means: "left alone because somebody said so" },
  override: { name: "Ordered", look: "text-warn bg-warn-soft", means: "an order of a person is in force" },
  stopped: { name: "Stopped", look: "text-soft bg-sunken", means: "others stopped it: stays stopped" },
  cannot_scale: { name: "Fixed", look: "text-soft bg-sunken", means: "something of its container allows one replica only" },
};

export const ModeBadge = memo(function ModeBadge({ mode }: { mode: Mode }) {
  const { name, look, means } = modes[mode];
  return (
    <Tip text={means}>
      <span tabIndex={0} className={classes("inline-flex h-5 items-center rounded px-1.5 text-xs font-medium", look)}>
        {name}
      </span>
    </Tip>
  );
});
