import { useLive } from "../live/use_live";
import { Tip } from "../parts/Tip";

const ways = {
  socket: "told at once, by a WebSocket",
  events: "told at once, by server-sent events",
  poll: "told at once, by long polls",
  asking: "asked once a second",
};

/** Whether what is shown is live. */
export function LinkState() {
  const link = useLive((state) => state.link);
  if (link.kind === "live")
    return (
      <Tip text={`Live: ${ways[link.by]}`}>
        <span tabIndex={0} className="inline-flex shrink-0 items-center gap-1.5 rounded px-1 text-xs text-soft">
          <span aria-hidden className="size-2 rounded-full bg-good" />
          Live
        </span>
      </Tip>
    );
  const lost = link.kind === "lost";
  return (
    <span className={`inline-flex shrink-0 items-center gap-1.5 text-xs ${lost ? "text-bad" : "text-faint"}`}>
      <span aria-hidden className={`breathing size-2 rounded-full ${lost ? "bg-bad" : "bg-faint"}`} />
      {lost ? "Not live" : "Connecting"}
    </span>
  );
}
