/** Who asks, as the daemon has it. A viewer sees everything and changes nothing; an approver answers proposals too. */
export interface Session {
  actor: "person" | "agent" | "model";
  role?: "viewer" | "approver" | "admin";
}
