import { apiUrl } from "../api/base";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** A WebSocket: everything at once. */
export const bySocket: Feed = (take, end) => {
  const url = apiUrl("events");
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.onmessage = (told: MessageEvent<string>) => take(JSON.parse(told.data) as Message);
  socket.onclose = end;
  return () => {
    socket.onclose = null;
    socket.close();
  };
};
