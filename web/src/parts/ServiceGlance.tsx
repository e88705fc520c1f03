import type { ServiceStatus } from "../api/status";
import { toDecision } from "../routes";
import { percent } from "../words/percent";
import { Figure } from "./Figure";
import { LoadBar } from "./LoadBar";
import { NextLook } from "./NextLook";
import { ReplicaCount } from "./ReplicaCount";
import { Sentence } from "./Sentence";

/** How many, how busy, and what was decided last. */
export function ServiceGlance({ service }: { service: ServiceStatus }) {
  return (
    <div className="card grid gap-x-8 gap-y-4 px-4 py-3 grid-cols-[auto_1fr] md:grid-cols-[auto_12rem_1fr]">
      <div>
        <p className="label px-1.5">Replicas</p>
        <ReplicaCount service={service} large />
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
          {service.sentence ? <Sentence text={service.sentence} /> : "Not looked at yet."}
        </p>
        <p className="flex flex-wrap gap-x-2 text-xs text-faint">
          {service.decision && (
            <a
              href={toDecision(service.decision)}
              className="underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              {service.decision} in full
            </a>
          )}
          <NextLook service={service} />
        </p>
      </div>
    </div>
  );
}
