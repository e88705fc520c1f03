import { useEffect, useRef } from "react";

import { KeyReader, type KeyTable } from "./key_table";

const typing = (target: EventTarget | null) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

const reader = new KeyReader();
const tables: { current: KeyTable }[] = [];

function onKey(event: KeyboardEvent): void {
  if (event.altKey || event.repeat || event.defaultPrevented) return;
  const held = event.ctrlKey || event.metaKey;
  if (!held && (typing(event.target) || document.querySelector("dialog[open], [role=menu]"))) return;
  const key = (held ? "ctrl " : "") + event.key.toLowerCase();
  const inForce = tables.map((table) => table.current);
  const act = reader.read(inForce, key, performance.now());
  if (!act) return;
  event.preventDefault();
  act();
}

/** Does something when a key is pressed, for as long as whoever uses it is shown. Not while somebody types or a dialog is
 *  open, but for those with ctrl; and once for each time that it is pressed. */
export function useKeys(keys: KeyTable): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    tables.push(current);
    if (tables.length === 1) addEventListener("keydown", onKey);
    return () => {
      tables.splice(tables.indexOf(current), 1);
      if (tables.length === 0) removeEventListener("keydown", onKey);
    };
  }, []);
}
