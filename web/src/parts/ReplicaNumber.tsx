import * as Popover from "@radix-ui/react-popover";
import { memo, useState } from "react";

import type { Mode } from "../api/status";
import { useService } from "../live/use_live";
import { nameOf } from "../words/service_name";
import { ScaleForm } from "./ScaleForm";

interface Props {
  service: string;
  running: number;
  ready: number;
  max: number;
  mode: Mode;
  large?: boolean;
}

function Number({ running, ready, max, mode, large = false }: Props) {
  return (
    <>
      <span className={`${large ? "text-3xl" : "text-xl"} leading-none font-semibold`}>{running}</span>
      {mode !== "cannot_scale" && <span className="text-xs whitespace-nowrap text-faint">of {max}</span>}
      {ready < running && <span className="text-xs whitespace-nowrap text-warn">{ready} ready</span>}
    </>
  );
}

function Form({ service: key, onDone }: { service: string; onDone: () => void }) {
  const service = useService(key);
  return service ? <ScaleForm service={service} onDone={onDone} /> : null;
}

/** How many run; a click on it asks for another count. */
export const ReplicaNumber = memo(function ReplicaNumber(props: Props) {
  const [open, setOpen] = useState(false);
  const name = nameOf(props.service);
  if (props.mode === "cannot_scale")
    return (
      <span className="inline-flex items-baseline gap-1 px-1.5">
        <Number {...props} />
      </span>
    );
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="inline-flex flex-wrap items-baseline gap-x-1 rounded-md border border-transparent px-1.5 py-1 hover:border-line-strong hover:bg-raised data-[state=open]:border-accent">
        <Number {...props} />
        <span className="sr-only">replicas of {name}: change</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={`Replicas of ${name}`}
          className="arriving z-40 w-80 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line-strong bg-raised p-3 shadow-high"
        >
          <Form service={props.service} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
});
