import * as Popover from "@radix-ui/react-popover";
import { useState } from "react";

import type { ServiceStatus } from "../api/status";
import { nameOf } from "../words/service_name";
import { ScaleForm } from "./ScaleForm";

function Number({ service, large }: { service: ServiceStatus; large: boolean }) {
  const { running, ready, max, mode } = service;
  return (
    <>
      <span className={`${large ? "text-3xl" : "text-xl"} leading-none font-semibold`}>{running}</span>
      {mode !== "cannot_scale" && <span className="text-xs text-faint">of {max}</span>}
      {ready < running && <span className="text-xs text-warn">{ready} ready</span>}
    </>
  );
}

/** How many run; a click on it asks for another count. */
export function ReplicaNumber({ service, large = false }: { service: ServiceStatus; large?: boolean }) {
  const [open, setOpen] = useState(false);
  if (service.mode === "cannot_scale")
    return (
      <span className="inline-flex items-baseline gap-1 px-1.5">
        <Number service={service} large={large} />
      </span>
    );
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className="inline-flex items-baseline gap-1 rounded-md border border-transparent px-1.5 py-1 hover:border-line-strong hover:bg-raised data-[state=open]:border-accent"
      >
        <Number service={service} large={large} />
        <span className="sr-only">replicas of {nameOf(service.service)}: change</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="start" sideOffset={6} collisionPadding={12} aria-label={`Replicas of ${nameOf(service.service)}`} className="arriving z-40 w-80 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line-strong bg-raised p-3 shadow-high">
          <ScaleForm service={service} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
