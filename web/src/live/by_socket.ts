import { ask } from "../api/ask";
import { apiUrl } from "../api/base";
import { told } from "../api/told";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** With what the daemon closes it when the login has ended. */
const loginEnded = 4401;

/** A WebSocket: everything at once. */
export const bySocket: Feed = (take, end) => {
  const url = apiUrl("events");
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.onmessage = (event: MessageEvent<string>) => take(told<Message>(event.data));
  socket.onclose = ({ code }) => {
    if (code === loginEnded) void ask("session").catch(() => {}); // whoever shows that nobody is logged in hears of it
    end();
  };
  return () => {
    socket.onclose = null;
    socket.close();
  };
};
