import * as Menu from "@radix-ui/react-dropdown-menu";
import type { ReactElement } from "react";

import { lean, pause, resume, type Command } from "../act/command";
import { useWhyNot } from "../act/role";
import { run } from "../act/run";

const hour = 3600;

function Item({ name, command }: { name: string; command: Command }) {
  const refusal = useWhyNot(command.operation);
  return (
    <Menu.Item
      disabled={refusal !== ""}
      title={refusal || undefined}
      onSelect={() => void run(command)}
      className="flex flex-col rounded-md px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sunken max-md:py-2"
    >
      {name}
      <span className="font-mono text-2xs text-faint">{command.text}</span>
    </Menu.Item>
  );
}

/** What a person may say to a service, or to all, each with its command line. */
export function ServiceMenu({
  service,
  ordered,
  means = "",
  children,
}: {
  service: string;
  ordered: boolean;
  means?: string;
  children: ReactElement;
}) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger asChild>{children}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="arriving z-40 min-w-64 rounded-lg border border-line-strong bg-raised p-1 shadow-high"
        >
          {means && <Menu.Label className="px-2 py-1.5 text-xs text-faint">{means}</Menu.Label>}
          {ordered && (
            <>
              <Item name="Back to the rules" command={resume(service)} />
              <Menu.Separator className="my-1 h-px bg-line" />
            </>
          )}
          <Item name="Leave alone for an hour" command={pause(service, hour)} />
          <Item name="Leave alone until resumed" command={pause(service, null)} />
          <Item name="Take nothing away for an hour" command={pause(service, hour, "down")} />
          <Item name="Add nothing for an hour" command={pause(service, hour, "up")} />
          <Menu.Separator className="my-1 h-px bg-line" />
          <Item name="Scale with more care for 8 hours" command={lean(service, "conservative", 8 * hour)} />
          <Item name="Keep more to spare for 8 hours" command={lean(service, "aggressive", 8 * hour)} />
          <Menu.Separator className="my-1 h-px bg-line" />
          <Menu.Label className="max-w-72 px-2 py-1.5 text-xs text-faint">
            Whether changes are made or proposed to you first is said in the Compose file: under x-docktor,{" "}
            <code className="font-mono text-2xs">mode: auto</code> or{" "}
            <code className="font-mono text-2xs">mode: manual</code>
          </Menu.Label>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
