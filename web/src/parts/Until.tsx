import { useNow } from "../live/use_now";
import { duration } from "../words/duration";
import { dateAndTime } from "../words/time";

/** How long something still takes: "4 s", "12 min"; `over`: what to say once it is due. */
export function Until({ at, over = "now" }: { at: string; over?: string }) {
  const seconds = Date.parse(at) / 1000 - useNow();
  return (
    <time dateTime={at} title={dateAndTime(at)}>
      {seconds <= 0 ? over : duration(Math.ceil(seconds))}
    </time>
  );
}
