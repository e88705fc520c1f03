import { apiUrl } from "../api/base";
import { told } from "../api/told";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** Server-sent events: where a proxy knows of no WebSocket. */
export const byEvents: Feed = (take, end) => {
  const source = new EventSource(apiUrl("events"));
  source.onmessage = (event: MessageEvent<string>) => take(told<Message>(event.data));
  source.onerror = () => {
    source.close();
    end();
  };
  return () => source.close();
};
