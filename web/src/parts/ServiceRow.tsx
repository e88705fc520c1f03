import { memo } from "react";

import { liveState } from "../live/store";
import { useLive } from "../live/use_live";
import type { ServiceStatus } from "../api/status";
import type { Sample } from "../live/samples";
import { toDecision, toService } from "../routes";
import { percent } from "../words/percent";
import { nameOf, projectOf } from "../words/service_name";
import { LoadBar } from "./LoadBar";
import { ModeBadge } from "./ModeBadge";
import { NextLook } from "./NextLook";
import { ReplicaCount } from "./ReplicaCount";
import { Sentence } from "./Sentence";
import { Sparkline } from "./Sparkline";
import { Until } from "./Until";

const none: readonly Sample[] = [];

function Name({ service }: { service: ServiceStatus }) {
  const several = (liveState().status?.daemon.projects.length ?? 1) > 1;
  return (
    <div className="min-w-0">
      <a href={toService(service.service)} className="block truncate text-base font-semibold hover:text-accent">
        {several && <span className="font-normal text-faint">{projectOf(service.service)}/</span>}
        {nameOf(service.service)}
      </a>
      <div className="mt-0.5 flex flex-wrap items-center gap-1.5">
        <ModeBadge service={service.service} mode={service.mode} rules={service.rules} chosen={service.chosen} />
        {service.override && (
          <span className="text-xs text-warn">
            {service.override}
            {service.mode_until && (
              <>
                , <Until at={service.mode_until} /> left
              </>
            )}
          </span>
        )}
      </div>
    </div>
  );
}

function Load({ service }: { service: ServiceStatus }) {
  const samples = useLive((state) => state.samples[service.service] ?? none);
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex items-baseline justify-between gap-2 text-xs">
          <span className="font-semibold">{percent(service.cpu)}</span>
          <span className="text-faint">
            {service.cpu_target === undefined ? "of CPU" : `target ${percent(service.cpu_target)}`}
          </span>
        </div>
        <LoadBar cpu={service.cpu} target={service.cpu_target} />
      </div>
      <div className="hidden lg:block">
        <Sparkline samples={samples} target={service.cpu_target} />
      </div>
    </div>
  );
}

function Said({ service }: { service: ServiceStatus }) {
  if (!service.sentence) return <p className="text-sm text-faint">Not looked at yet.</p>;
  return (
    <div className="min-w-0 text-sm">
      <p className="line-clamp-2 text-soft max-md:line-clamp-3">
        <Sentence text={service.sentence} />
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-faint">
        {service.decision && (
          <a
            href={toDecision(service.decision)}
            className="underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            Why? {service.decision}
          </a>
        )}
        {service.equal_looks > 1 && <span>the same at {service.equal_looks} looks</span>}
        {service.held_until && (
          <span>
            held <Until at={service.held_until} />
          </span>
        )}
      </p>
    </div>
  );
}

/** All of one service in a row; on a phone, a card. */
export const ServiceRow = memo(function ServiceRow({ service }: { service: ServiceStatus }) {
  return (
    <li className="row grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2.5 px-4 py-3 hover:bg-sunken/60 md:grid-cols-[minmax(7rem,1fr)_6.5rem_minmax(9rem,1.3fr)_minmax(12rem,2.2fr)_5.5rem]">
      <Name service={service} />
      <div className="justify-self-end md:justify-self-start">
        <ReplicaCount service={service} />
      </div>
      <div className="max-md:col-span-2">
        <Load service={service} />
      </div>
      <div className="min-w-0 max-md:col-span-2">
        <Said service={service} />
      </div>
      <div className="text-right max-md:col-span-2 max-md:text-left">
        <NextLook service={service} />
      </div>
    </li>
  );
});
