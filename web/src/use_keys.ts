import { useEffect, useRef } from "react";

const typing = (target: EventTarget | null) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Does something when a key is pressed: "a", "ctrl k" (or command), "g d" (one after the other). Not while somebody
 *  types or a dialog is open, but for those with ctrl; and once for each time that it is pressed. */
export function useKeys(keys: Record<string, () => void>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    let before = "";
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.repeat || event.defaultPrevented) return;
      const held = event.ctrlKey || event.metaKey;
      if (!held && (typing(event.target) || document.querySelector("dialog[open], [role=menu]"))) return;
      const key = (held ? "ctrl " : "") + event.key.toLowerCase();
      const act = current.current[`${before} ${key}`] ?? current.current[key];
      before = key.length === 1 ? key : "";
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
