import type { ServiceStatus } from "../api/status";
import { Pips } from "./Pips";
import { ReplicaNumber } from "./ReplicaNumber";

/** How many run, of how many that may; `large`: where it is the first thing to see. */
export function ReplicaCount({ service, large = false }: { service: ServiceStatus; large?: boolean }) {
  const { running, ready, max, mode } = service;
  return (
    <>
      <ReplicaNumber service={service.service} running={running} ready={ready} max={max} mode={mode} large={large} />
      <div className="mt-1 px-1.5">{mode !== "cannot_scale" && <Pips running={running} ready={ready} max={max} />}</div>
    </>
  );
}
