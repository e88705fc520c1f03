import { useDeferredValue, useState } from "react";

import type { ServiceStatus } from "../api/status";
import { useLive } from "../live/use_live";
import { Button } from "../parts/Button";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { Page } from "../parts/Page";
import { Problems } from "../parts/Problems";
import { ProjectFigures } from "../parts/ProjectFigures";
import { Proposals } from "../parts/Proposals";
import { SearchField } from "../parts/SearchField";
import { ServiceMenu } from "../parts/ServiceMenu";
import { ServiceRow } from "../parts/ServiceRow";
import { Waiting } from "../parts/Waiting";
import { count } from "../words/count";
import { isOrdered } from "../words/modes";

/** Those that are scaled come first, then those that could be. */
const order: Record<string, number> = { watched: 1, stopped: 1, cannot_scale: 2 };
const placeOf = (service: ServiceStatus) => order[service.mode] ?? 0;

function matching(services: ServiceStatus[], text: string): ServiceStatus[] {
  const wanted = text.toLowerCase();
  const found = services.filter((s) => `${s.service} ${s.mode}`.toLowerCase().includes(wanted));
  return found.toSorted((a, b) => placeOf(a) - placeOf(b) || a.service.localeCompare(b.service));
}

function summaryOf(services: ServiceStatus[]): string {
  const scaled = services.filter((service) => placeOf(service) === 0).length;
  const waiting = services.filter((service) => service.proposal).length;
  const all = `${scaled} of ${count(services.length, "service")} scaled`;
  return waiting === 0 ? all : `${all}, ${count(waiting, "change")} waiting for your word`;
}

function NoServices() {
  return (
    <Empty icon="overview" title="No service runs here yet" command="docker compose up -d">
      Docktor watches a Compose project. As soon as one of its containers runs, it appears here by itself.
    </Empty>
  );
}

function NothingEnabled() {
  return (
    <div className="card flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-sm">
      <span className="text-accent">
        <Icon name="play" />
      </span>
      <p>
        <span className="font-medium">Docktor only watches so far.</span>{" "}
        <span className="text-soft">
          To have a service scaled, choose so at its mode below, or write{" "}
          <code className="font-mono text-xs">x-docktor: {"{}"}</code> beside its image in the Compose file.
        </span>
      </p>
    </div>
  );
}

export function OverviewPage() {
  const status = useLive((state) => state.status);
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  if (!status)
    return (
      <Page title="Overview">
        <Waiting text="Asking the daemon what it sees…" />
      </Page>
    );
  const shown = matching(status.services, wanted);
  const ordered = status.services.some((s) => isOrdered(s.mode));
  const enabled = status.services.some((s) => placeOf(s) === 0);
  const actions = status.services.length > 0 && (
    <>
      <SearchField label="Find a service" value={text} onChange={setText} />
      <ServiceMenu service="all" ordered={ordered}>
        <Button>
          <Icon name="pause" size={14} /> All services
        </Button>
      </ServiceMenu>
    </>
  );
  return (
    <Page title="Overview" lead={summaryOf(status.services)} actions={actions}>
      <Problems status={status} />
      <Proposals />
      {status.services.length === 0 ? <NoServices /> : <ProjectFigures status={status} />}
      {status.services.length > 0 && !enabled && <NothingEnabled />}
      {status.services.length > 0 && (
        <section aria-label="Services" className="card overflow-hidden">
          <ul className="divide-y divide-line">
            {shown.map((service) => (
              <ServiceRow key={service.service} service={service} />
            ))}
          </ul>
          {shown.length === 0 && (
            <p className="px-4 py-10 text-center text-faint">No service is called anything like “{wanted}”.</p>
          )}
        </section>
      )}
    </Page>
  );
}
