import * as Menu from "@radix-ui/react-dropdown-menu";
import type { ReactElement } from "react";

import { chooseMode, lean, pause, resume, type Command } from "../act/command";
import { useWhyNot } from "../act/role";
import { run } from "../act/run";
import type { Mode, ServiceStatus } from "../api/status";
import { isOrdered } from "../words/modes";
import { Icon } from "./Icon";

const hour = 3600;

const Separator = () => <Menu.Separator className="my-1 h-px bg-line" />;

/** `now`: that is how it is already. */
function Item({ name, command, now = false }: { name: string; command: Command; now?: boolean }) {
  const refusal = useWhyNot(command.operation);
  return (
    <Menu.Item
      disabled={refusal !== "" || now}
      onSelect={() => void run(command)}
      className="flex flex-col rounded-md px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sunken max-md:py-2"
    >
      <span className="flex items-center justify-between gap-3">
        {name}
        {now && (
          <span className="flex items-center gap-1 text-2xs text-faint">
            as it is <Icon name="check" size={12} />
          </span>
        )}
      </span>
      <span className="font-mono text-2xs text-faint">{command.text}</span>
    </Menu.Item>
  );
}

interface Props {
  /** Or "all", which has no mode of its own. */
  service: string;
  mode?: Mode;
  rules?: ServiceStatus["rules"];
  chosen?: ServiceStatus["chosen"];
  /** Whether an order is in force; of one service its mode tells. */
  ordered?: boolean;
  means?: string;
  children: ReactElement;
}

/** What a person may say to a service, or to all, each with its command line. */
export function ServiceMenu({ service, mode, rules, chosen, ordered = false, means = "", children }: Props) {
  const refusal = useWhyNot("pause");
  const taken = ordered || (mode !== undefined && isOrdered(mode));
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger asChild>{children}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="arriving z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-64 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-high"
        >
          {refusal && <Menu.Label className="max-w-72 px-2 py-1.5 text-xs text-warn">{refusal}.</Menu.Label>}
          {means && <Menu.Label className="max-w-72 px-2 py-1.5 text-xs text-faint">{means}</Menu.Label>}
          {taken && (
            <>
              <Item name="Back to the rules" command={resume(service)} />
              <Separator />
            </>
          )}
          {service !== "all" && (
            <>
              <Item name="Scale by itself" command={chooseMode(service, "auto")} now={rules === "auto"} />
              <Item name="Propose each change first" command={chooseMode(service, "manual")} now={rules === "manual"} />
              {chosen && <Item name="As the settings say" command={chooseMode(service, "settings")} />}
              <Separator />
            </>
          )}
          <Item name="Leave alone for an hour" command={pause(service, hour)} />
          <Item name="Leave alone until resumed" command={pause(service, null)} />
          <Item name="Take nothing away for an hour" command={pause(service, hour, "down")} />
          <Item name="Add nothing for an hour" command={pause(service, hour, "up")} />
          <Separator />
          <Item name="Scale with more care for 8 hours" command={lean(service, "conservative", 8 * hour)} />
          <Item name="Keep more to spare for 8 hours" command={lean(service, "aggressive", 8 * hour)} />
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
