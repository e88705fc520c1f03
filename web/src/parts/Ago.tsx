import { useNow } from "../live/use_now";
import { duration } from "../words/duration";
import { dateAndTime } from "../words/time";

/** How long ago something was, and when exactly for whoever points at it. */
export function Ago({ at }: { at: string }) {
  const seconds = useNow() - Date.parse(at) / 1000;
  return (
    <time dateTime={at} title={dateAndTime(at)}>
      {seconds < 3 ? "just now" : `${duration(seconds)} ago`}
    </time>
  );
}
