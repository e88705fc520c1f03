import type { HistoryItem } from "../api/history_item";
import type { ServiceStatus } from "../api/status";

/** What a service was held to from a time on, in seconds. Null: nothing of the kind was in force. */
export interface Bounds {
  at: number;
  min: number | null;
  max: number | null;
  /** Of the CPU. */
  target: number | null;
}

function boundsIn({ decision }: HistoryItem): Bounds {
  const { constraints } = decision.verdict;
  const least = constraints.find((one) => one.reason === "TooFewReplicas");
  const most = constraints.find((one) => one.reason === "TooManyReplicas");
  return {
    at: Date.parse(decision.at) / 1000,
    min: least?.floor ?? null,
    max: most?.ceiling ?? null,
    target: decision.inputs.target || null,
  };
}

/** As the decisions of the past say, oldest first, and as it is `now`: of what was before them nothing is known. */
export function boundsOf(items: readonly HistoryItem[], service: ServiceStatus, now: number): Bounds[] {
  const past = items.map(boundsIn).sort((a, b) => a.at - b.at);
  const { min, max, cpu_target: target = null } = service;
  return [...past, { at: now, min, max, target }];
}
