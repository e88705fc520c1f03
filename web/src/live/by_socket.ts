import { ask } from "../api/ask";
import { apiUrl } from "../api/base";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** With what the daemon closes it when the login has ended. */
const loginEnded = 4401;

/** A WebSocket: everything at once. */
export const bySocket: Feed = (take, end) => {
  const url = apiUrl("events");
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.onmessage = (told: MessageEvent<string>) => take(JSON.parse(told.data) as Message);
  socket.onclose = ({ code }) => {
    if (code === loginEnded) void ask("session").catch(() => {}); // whoever shows that nobody is logged in hears of it
    end();
  };
  return () => {
    socket.onclose = null;
    socket.close();
  };
};
