import { useMemo, useSyncExternalStore } from "react";

import { routeOf, type Route } from "./routes";

function onHashChange(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  return useMemo(() => routeOf(hash), [hash]);
}

export const goTo = (href: string): void => {
  location.hash = href;
};
