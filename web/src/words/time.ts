const time = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const both = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

/** By the reader's clock: "14:02:10". */
export const clock = (at: string | number): string => time.format(new Date(at));
/** "Monday, November 30" */
export const dayOf = (at: string | number): string => day.format(new Date(at));
export const dateAndTime = (at: string | number): string => both.format(new Date(at));
