import { ask } from "../api/ask";
import { apiUrl } from "../api/base";
import type { Event } from "../api/event";
import { asFailure } from "../api/failure";
import type { Status } from "../api/status";
import { lose, signOut, takeEvent, takeStatus } from "./store";

/** Silence that is longer than this, in milliseconds, is a daemon that went away. */
const patience = 4000;
const retryEvery = 2000;

let heard = Date.now();
let asking = false;
let stream: EventSource | null = null;

function take(status: Status, by: "stream" | "polling"): void {
  heard = Date.now();
  takeStatus(status, by);
}

/** Asks for the state now, because something has happened or nothing was heard. */
export async function refresh(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    take(
      await ask<Status>("status", {}, AbortSignal.timeout(patience)),
      stream?.readyState === EventSource.OPEN ? "stream" : "polling",
    );
  } catch (error) {
    const failure = asFailure(error);
    if (failure.signedOut) signOut({ kind: "signed out", failure });
    else if (Date.now() - heard >= patience || failure.unreachable) lose(failure.message, heard);
  } finally {
    asking = false;
  }
}

/** The state once a second, pushed. Where that cannot go, `watch` below polls. */
function openStream(): void {
  stream?.close();
  stream = new EventSource(apiUrl("status?watch=true"));
  stream.onmessage = (message: MessageEvent<string>) => take(JSON.parse(message.data) as Status, "stream");
}

function tell(event: Event): void {
  takeEvent(event);
  void refresh();
}

/** What happens, at once. A proxy that cannot pass it on costs a second of delay, nothing else. */
function openSocket(after: number): void {
  const url = apiUrl("events");
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  const opened = Date.now();
  socket.onmessage = (message: MessageEvent<string>) => {
    const told = JSON.parse(message.data) as { type: string; event?: Event };
    if (told.event) tell(told.event);
  };
  socket.onclose = () => {
    const next = Date.now() - opened > 10_000 ? retryEvery : Math.min(60_000, after * 2);
    setTimeout(() => openSocket(next), next);
  };
}

function watch(): void {
  const silent = Date.now() - heard;
  if (silent < 1500) return;
  void refresh();
  if (stream?.readyState === EventSource.CLOSED || silent > 3 * patience) openStream();
}

/** Called once. Goes on for as long as the page is open. */
export function connect(): void {
  openStream();
  openSocket(retryEvery);
  setInterval(watch, 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void refresh();
  });
  void refresh();
}
