import { apiUrl } from "../api/base";
import type { Feed } from "./feed";
import type { Message } from "./message";

/** Server-sent events: where a proxy knows of no WebSocket. */
export const byEvents: Feed = (take, end) => {
  const source = new EventSource(apiUrl("events"));
  source.onmessage = (told: MessageEvent<string>) => take(JSON.parse(told.data) as Message);
  source.onerror = () => {
    source.close();
    end();
  };
  return () => source.close();
};
