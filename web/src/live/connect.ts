import { ask, onSignedOut } from "../api/ask";
import { asFailure, type Failure } from "../api/failure";
import type { Status } from "../api/status";
import { byAsking } from "./by_asking";
import { byEvents } from "./by_events";
import { byPoll } from "./by_poll";
import { bySocket } from "./by_socket";
import type { Feed } from "./feed";
import type { Way } from "./link";
import type { Message } from "./message";
import { liveState, lose, signOut, takeEvent, takeStatus } from "./store";

/** The best first. One that says nothing at its beginning gives way to the next. */
const ways: [Way, Feed][] = [
  ["socket", bySocket],
  ["events", byEvents],
  ["poll", byPoll],
  ["asking", byAsking],
];

/** Silence that is longer than this, in milliseconds, is looked into. */
const patience = 4000;
const pause = 500;
/** How often to see whether somebody has logged in, perhaps in another tab. */
const untilLogin = 5000;

let heard = Date.now();
let asked = 0;
let asking = false;
let way = 0;
let following = false;
let stop = () => {};

const signedOut = () => liveState().link.kind === "signed out";

function hear(message: Message): void {
  heard = Date.now();
  const { kind } = liveState().link;
  const again = kind === "lost" || (kind !== "live" && (way > 0 || !following));
  if (message.type === "snapshot") takeStatus(message.status, ways[way]![0]);
  if (message.type === "event") takeEvent(message.event);
  if (again) setTimeout(startAnew);
}

/** Whoever is there now, or again, may be heard by the best way; the one before may have ended without a word. */
function startAnew(): void {
  way = 0;
  follow();
}

/** Follows by the way that is due, and by the next one where it leads nowhere. */
function follow(): void {
  stop();
  following = !signedOut();
  if (!following) return;
  let told = false;
  const over = () => {
    stop();
    if (!told) way = (way + 1) % ways.length;
    setTimeout(follow, told || way === 0 ? pause : 0);
  };
  const waiting = setTimeout(() => told || over(), patience);
  const take = (message: Message) => {
    told ||= message.type === "snapshot";
    hear(message);
  };
  const end = ways[way]![1](take, over);
  stop = () => {
    stop = () => {};
    clearTimeout(waiting);
    end();
  };
}

/** Whatever is still on its way to a browser that is not logged in is heard no longer. */
function takeSignedOut(failure: Failure): void {
  stop();
  following = false;
  signOut({ kind: "signed out", failure });
}

/** Asks how everything is now: because something was asked for, or because nothing was heard. */
export async function refresh(): Promise<void> {
  if (asking) return;
  asking = true;
  asked = Date.now();
  try {
    hear({ type: "snapshot", status: await ask<Status>("status", {}, AbortSignal.timeout(patience)) });
  } catch (error) {
    const failure = asFailure(error);
    if (Date.now() - heard >= patience || failure.unreachable) lose(failure.message, heard);
  } finally {
    asking = false;
  }
}

function watch(): void {
  const now = Date.now();
  if (signedOut() ? now - asked >= untilLogin : now - heard >= patience) void refresh();
}

/** Called once. Goes on for as long as the page is open. */
export function connect(): void {
  onSignedOut(takeSignedOut);
  document.addEventListener("visibilitychange", () => document.hidden || void refresh());
  setInterval(watch, 1000);
  void refresh();
}
