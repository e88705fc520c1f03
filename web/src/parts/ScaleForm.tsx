import { useState } from "react";

import { scale, type Manner } from "../act/command";
import type { ServiceStatus } from "../api/status";
import { Choice } from "./Choice";
import { CommandButton } from "./CommandButton";
import { CommandLine } from "./CommandLine";
import { Stepper } from "./Stepper";

const manners: { value: Manner; name: string }[] = [
  { value: "exactly", name: "exactly" },
  { value: "at_least", name: "at least" },
  { value: "at_most", name: "at most" },
  { value: "once", name: "just once" },
];
const holds = [
  { value: "900", name: "15 min" },
  { value: "3600", name: "1 hour" },
  { value: "28800", name: "8 hours" },
  { value: "", name: "as usual" },
];

/** Nothing but a single change is taken of a service that nobody enabled. */
const onlyOnce = (service: ServiceStatus) => service.mode === "watched";

/** A count for a service: how many, how it is meant, for how long. */
export function ScaleForm({ service, onDone }: { service: ServiceStatus; onDone: () => void }) {
  const [replicas, setReplicas] = useState(service.running);
  const [manner, setManner] = useState<Manner>(onlyOnce(service) ? "once" : "exactly");
  const [hold, setHold] = useState("3600");
  const command = scale(service.service, replicas, manner, hold ? Number(hold) : null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-4">
        <Stepper label="Replicas" value={replicas} min={service.min} max={service.max} onChange={setReplicas} />
        <span className="text-xs text-faint">
          {service.min} to {service.max}
        </span>
      </div>
      {!onlyOnce(service) && <Choice label="How it is meant" value={manner} options={manners} onChange={setManner} />}
      {manner !== "once" && <Choice label="For how long" value={hold} options={holds} onChange={setHold} />}
      <CommandLine text={command.text} />
      <CommandButton kind="main" command={command} onAsk={onDone}>
        {replicas === service.running ? `Hold at ${replicas}` : `Scale ${service.running} → ${replicas}`}
      </CommandButton>
    </div>
  );
}
