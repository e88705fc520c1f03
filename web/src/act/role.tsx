import { createContext, useContext, type ReactNode } from "react";

import type { Role, Session } from "../api/session";
import { useAsk } from "../api/use_ask";
import { useLive } from "../live/use_live";
import { whyNot } from "./may";

const Known = createContext<Role | undefined>(undefined);

/** Asks the daemon which role is logged in, anew whenever it is heard again, and tells it to all within. */
export function RoleProvider({ children }: { children: ReactNode }) {
  const link = useLive((state) => state.link.kind);
  const role = useAsk<Session>("session", {}, link).data?.role;
  return <Known value={role}>{children}</Known>;
}

/** Undefined: not known, or nobody has logged in because nobody needs to. */
export const useRole = (): Role | undefined => useContext(Known);

export const useWhyNot = (operation: string): string => whyNot(useRole(), operation);
