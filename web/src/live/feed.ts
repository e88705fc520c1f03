import type { Message } from "./message";

/** A way to hear from the daemon. `end` is called once, when it is over; what is returned ends it from this side. */
export type Feed = (take: (message: Message) => void, end: () => void) => () => void;
