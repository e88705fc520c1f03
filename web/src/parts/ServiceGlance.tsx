import type { ServiceStatus } from "../api/status";
import { toDecision } from "../routes";
import { percent } from "../words/percent";
import { splitSentence } from "../words/sentence";
import { Figure } from "./Figure";
import { LoadBar } from "./LoadBar";
import { Pips } from "./Pips";
import { ReplicaNumber } from "./ReplicaNumber";
import { Until } from "./Until";

/** How many, how busy, and what was decided last. */
export function ServiceGlance({ service }: { service: ServiceStatus }) {
  const { what, why } = splitSentence(service.sentence);
  return (
    <div className="card grid gap-x-8 gap-y-4 px-4 py-3 grid-cols-[auto_1fr] md:grid-cols-[auto_12rem_1fr]">
      <div>
        <p className="label px-1.5">Replicas</p>
        <ReplicaNumber
          service={service.service}
          running={service.running}
          ready={service.ready}
          max={service.max}
          mode={service.mode}
          large
        />
        <div className="px-1.5 pt-1">
          <Pips running={service.running} ready={service.ready} max={service.max} />
        </div>
      </div>
      <Figure
        name="Load"
        value={percent(service.cpu)}
        note={
          service.cpu_target === undefined ? "no target of its own" : `of a target of ${percent(service.cpu_target)}`
        }
      >
        <div className="py-2">
          <LoadBar cpu={service.cpu} target={service.cpu_target} />
        </div>
      </Figure>
      <div className="min-w-0 max-md:col-span-2">
        <p className="label">Last decision</p>
        <p className="mt-0.5 text-soft">
          {what && <span className="font-semibold text-ink">{what}. </span>}
          {why}.
        </p>
        <p className="text-xs text-faint">
          {service.decision && (
            <a
              href={toDecision(service.decision)}
              className="underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              {service.decision} in full
            </a>
          )}
          {service.next_look && (
            <>
              {" "}
              · next look <Until at={service.next_look} />
            </>
          )}
        </p>
      </div>
    </div>
  );
}
