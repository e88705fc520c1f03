import type { Decision } from "../api/decision";

/** Which way the count went, or what else was done. */
export type Way = "up" | "down" | "resize" | "hold";

export function wayOf({ action }: Decision): Way {
  if (!action) return "hold";
  if (action.resize) return "resize";
  return action.to > action.from ? "up" : "down";
}
