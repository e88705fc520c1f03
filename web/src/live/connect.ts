import { ask } from "../api/ask";
import { asFailure } from "../api/failure";
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

let heard = Date.now();
let way = 0;
let stop = () => {};
let asking = false;

function hear(message: Message): void {
  heard = Date.now();
  if (liveState().link.kind === "lost") setTimeout(startAnew);
  if (message.type === "snapshot") takeStatus(message.status, ways[way]![0]);
  if (message.type === "event") takeEvent(message.event);
}

/** Follows by the way that is due, and by the next one where it leads nowhere. */
function follow(): void {
  stop();
  let told = false;
  const over = () => {
    clearTimeout(waiting);
    stop();
    stop = () => {};
    if (!told) way = (way + 1) % ways.length;
    setTimeout(follow, told || way === 0 ? pause : 0);
  };
  const waiting = setTimeout(() => told || over(), patience);
  const take = (message: Message) => {
    if (message.type === "snapshot") told = true;
    hear(message);
  };
  const end = ways[way]![1](take, over);
  stop = () => {
    clearTimeout(waiting);
    end();
  };
}

/** A daemon that has come back may be heard by the best way again. */
function startAnew(): void {
  if (way === 0) return;
  way = 0;
  follow();
}

/** Asks how everything is now: because something was asked for, or because nothing was heard. */
export async function refresh(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    hear({ type: "snapshot", status: await ask<Status>("status", {}, AbortSignal.timeout(patience)) });
  } catch (error) {
    const failure = asFailure(error);
    if (failure.signedOut) signOut({ kind: "signed out", failure });
    else if (Date.now() - heard >= patience || failure.unreachable) lose(failure.message, heard);
  } finally {
    asking = false;
  }
}

function watch(): void {
  if (Date.now() - heard >= patience) void refresh();
}

/** Called once. Goes on for as long as the page is open and somebody is logged in. */
export async function connect(): Promise<void> {
  document.addEventListener("visibilitychange", () => document.hidden || void refresh());
  await refresh();
  if (liveState().link.kind === "signed out") return;
  setInterval(watch, 1000);
  follow();
}
