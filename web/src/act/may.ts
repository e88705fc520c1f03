import type { Role } from "../api/session";

const answers = ["approve", "modify", "reject"];

/** Says which role may ask for a change, where this one may not; empty: it may, or the daemon will say. */
export function whyNot(role: Role | undefined, operation: string): string {
  if (role === undefined || role === "admin") return "";
  if (!answers.includes(operation)) return "Only an admin may do this";
  return role === "approver" ? "" : "Only an approver or an admin may do this";
}
