import type { Session } from "../api/session";
import { useAsk } from "../api/use_ask";
import { Tip } from "../parts/Tip";

const roles = {
  viewer: "You see everything and change nothing.",
  approver: "You see everything and answer proposals.",
};

/** What whoever is logged in may do, where that is not everything. */
export function RoleBadge() {
  const role = useAsk<Session>("session").data?.role;
  if (role !== "viewer" && role !== "approver") return null;
  return (
    <Tip text={roles[role]}>
      <span tabIndex={0} className="rounded bg-sunken px-1.5 text-xs leading-5 font-medium text-soft capitalize">
        {role}
      </span>
    </Tip>
  );
}
