import { createContext, useContext, type ReactNode } from "react";

import type { Role, Session } from "../api/session";
import { useAsk } from "../api/use_ask";
import { useLive } from "../live/use_live";
import { whyNot } from "./may";

const Known = createContext<Session | null>(null);

/** Asks the daemon who is logged in, anew whenever it is heard again, and tells it to all within. */
export function RoleProvider({ children }: { children: ReactNode }) {
  const link = useLive((state) => state.link.kind);
  return <Known value={useAsk<Session>("session", {}, link).data}>{children}</Known>;
}

/** Null: not known. */
export const useSession = (): Session | null => useContext(Known);

/** Undefined: not known, or nobody has logged in because nobody needs to. */
export const useRole = (): Role | undefined => useSession()?.role;

export const useWhyNot = (operation: string): string => whyNot(useSession(), operation);
