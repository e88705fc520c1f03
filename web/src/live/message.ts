import type { Event } from "../api/event";
import type { Status } from "../api/status";

/** What the daemon tells whoever follows: how everything is, whenever something has changed, and what happens. */
export type Message = { type: "snapshot"; status: Status } | { type: "event"; event: Event };
