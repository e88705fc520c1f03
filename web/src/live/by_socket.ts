import { apiUrl } from "../api/base";
import { told } from "../api/told";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** A WebSocket: everything at once. */
export const bySocket: Feed = (take, end) => {
  const url = apiUrl("events");
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.onmessage = (event: MessageEvent<string>) => take(told<Message>(event.data));
  socket.onclose = end;
  return () => {
    socket.onclose = null;
    socket.close();
  };
};
