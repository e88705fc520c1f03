import * as Menu from "@radix-ui/react-dropdown-menu";

import { notify } from "../act/notices";
import { useRole } from "../act/role";
import { logOut } from "../api/ask";
import { asFailure } from "../api/failure";
import { IconButton } from "../parts/IconButton";
import { roles } from "../words/roles";

/** The page begins anew, so that it keeps nothing of what it knew. */
async function leave(): Promise<void> {
  try {
    await logOut();
    location.reload();
  } catch (error) {
    const failure = asFailure(error);
    notify({ ok: false, text: failure.message, hint: failure.hint, command: "" });
  }
}

/** Who is logged in, and the way out; nothing where nobody had to log in. */
export function AccountMenu() {
  const role = useRole();
  if (!role) return null;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger asChild>
        <IconButton icon="person" label="Who is logged in" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="arriving z-40 min-w-56 rounded-lg border border-line-strong bg-raised p-1 shadow-high"
        >
          <Menu.Label className="px-2 py-1.5 text-xs text-faint">
            Logged in as {role}. {roles[role]}
          </Menu.Label>
          <Menu.Item
            onSelect={() => void leave()}
            className="rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-sunken max-md:py-2"
          >
            Log out
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
