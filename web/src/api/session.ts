/** A viewer sees everything and changes nothing; an approver answers proposals too; an admin may do everything. */
export type Role = "viewer" | "approver" | "admin";

/** Who asks, as the daemon has it. */
export interface Session {
  actor: "person" | "agent" | "model";
  role?: Role;
  /** Of a person: the least role that may ask for what changes something. */
  least_roles?: Record<string, Role>;
}
