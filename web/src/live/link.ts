import type { Failure } from "../api/failure";

/** By which way the page hears from the daemon. */
export type Way = "socket" | "events" | "poll" | "asking";

/** Whether the page hears from the daemon. `since` is by this machine's clock, in milliseconds. */
export type Link =
  | { kind: "connecting" }
  | { kind: "live"; by: Way }
  | { kind: "lost"; since: number; why: string }
  | { kind: "signed out"; failure: Failure };
