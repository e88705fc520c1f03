import { useRole } from "../act/role";
import { Tip } from "../parts/Tip";
import { roles } from "../words/roles";

/** What whoever is logged in may do, where that is not everything. */
export function RoleBadge() {
  const role = useRole();
  if (role !== "viewer" && role !== "approver") return null;
  return (
    <Tip text={roles[role]}>
      <span
        tabIndex={0}
        className="shrink-0 rounded bg-sunken px-1.5 text-xs leading-5 font-medium text-soft capitalize"
      >
        {role}
      </span>
    </Tip>
  );
}
