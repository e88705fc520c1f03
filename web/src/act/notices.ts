import { useSyncExternalStore } from "react";

/** What became of something that was asked for. */
export interface Notice {
  id: number;
  ok: boolean;
  text: string;
  hint: string;
  /** The command line that asks for the same; empty: there is none. */
  command: string;
}

let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

export const dismiss = (id: number): void => set(notices.filter((notice) => notice.id !== id));

/** Good news goes by itself; what was refused stays until it is read. */
export function notify(notice: Omit<Notice, "id">): void {
  const id = ++lastId;
  set([...notices.slice(-3), { ...notice, id }]);
  if (notice.ok) setTimeout(() => dismiss(id), 7000);
}

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useNotices = (): readonly Notice[] => useSyncExternalStore(onChange, () => notices);
