import type { Failure } from "../api/failure";

/** How the page hears from the daemon. `since` is by this machine's clock, in milliseconds. */
export type Link =
  | { kind: "connecting" }
  | { kind: "live"; by: "socket" | "stream" | "polling" }
  | { kind: "lost"; since: number; why: string }
  | { kind: "signed out"; failure: Failure };
