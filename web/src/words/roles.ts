import type { Role } from "../api/session";

/** What whoever is logged in may do. */
export const roles: Record<Role, string> = {
  viewer: "You see everything and change nothing.",
  approver: "You see everything and answer proposals.",
  admin: "You may do everything.",
};
