import type { Mode } from "../api/status";

/** How a mode is called, what it means, and the colours of its badge. */
export const modes: Record<Mode, { name: string; means: string; look: string }> = {
  auto: { name: "Auto", means: "scaled by its rules", look: "text-accent bg-accent-soft" },
  manual: { name: "Manual", means: "its rules propose, a person decides", look: "text-ahead bg-ahead-soft" },
  watched: { name: "Watched", means: "explained, never changed, as nobody enabled it", look: "text-soft bg-sunken" },
  dry_run: { name: "Dry run", means: "decided, not done", look: "text-soft bg-sunken" },
  paused: { name: "Paused", means: "left alone because somebody said so", look: "text-warn bg-warn-soft" },
  override: { name: "Ordered", means: "an order of a person is in force", look: "text-warn bg-warn-soft" },
  stopped: { name: "Stopped", means: "others stopped it: stays stopped", look: "text-soft bg-sunken" },
  cannot_scale: {
    name: "Fixed",
    means: "something of its container allows one replica only",
    look: "text-soft bg-sunken",
  },
};

/** Whether an order of a person is in force. */
export const isOrdered = (mode: Mode): boolean => mode === "paused" || mode === "override";
