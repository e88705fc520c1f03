import type { Role, Session } from "../api/session";

/** Each may what those before it may. */
const roles: Role[] = ["viewer", "approver", "admin"];
const refusals: Record<Role, string> = {
  viewer: "Only who is logged in may do this",
  approver: "Only an approver or an admin may do this",
  admin: "Only an admin may do this",
};

/** Says which role may ask for a change, where whoever is logged in may not; empty: he may, or the daemon will say. */
export function whyNot(session: Session | null, operation: string): string {
  const least = session?.least_roles?.[operation];
  if (!session?.role || !least || roles.indexOf(session.role) >= roles.indexOf(least)) return "";
  return refusals[least];
}
