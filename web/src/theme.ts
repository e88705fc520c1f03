import { useSyncExternalStore } from "react";

/** `system`: as the machine has it. */
export type Theme = "system" | "light" | "dark";

const key = "docktor.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function stored(): Theme {
  const theme = localStorage.getItem(key);
  return theme === "light" || theme === "dark" ? theme : "system";
}

let chosen = stored();

export function applyTheme(): void {
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
}

export function chooseTheme(theme: Theme): void {
  chosen = theme;
  localStorage.setItem(key, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  dark.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener("change", listener);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(onChange, () => chosen);

/** What is shown: for what draws its colours itself. */
export const useDark = (): boolean =>
  useSyncExternalStore(onChange, () => (chosen === "system" ? dark.matches : chosen === "dark"));
