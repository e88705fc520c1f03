import type { Forecast } from "../api/forecast";
import type { ServiceFacts } from "../api/facts";
import type { HistoryItem, Why } from "../api/history_item";
import type { ServiceStatus } from "../api/status";
import { useAsk } from "../api/use_ask";
import { ServiceChart } from "../chart/ServiceChart";
import { useLive, useService } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Button } from "../parts/Button";
import { CommandLine } from "../parts/CommandLine";
import { DecisionRow } from "../parts/DecisionRow";
import { Empty } from "../parts/Empty";
import { Figure } from "../parts/Figure";
import { Icon } from "../parts/Icon";
import { LimitList } from "../parts/LimitList";
import { LoadBar } from "../parts/LoadBar";
import { ModeBadge } from "../parts/ModeBadge";
import { Order } from "../parts/Order";
import { Outlook } from "../parts/Outlook";
import { Page } from "../parts/Page";
import { Pips } from "../parts/Pips";
import { ProposalCard } from "../parts/ProposalCard";
import { ReplicaList } from "../parts/ReplicaList";
import { ReplicaNumber } from "../parts/ReplicaNumber";
import { Section } from "../parts/Section";
import { ServiceMenu } from "../parts/ServiceMenu";
import { Until } from "../parts/Until";
import { Waiting } from "../parts/Waiting";
import { toDecision, toDecisions, toOverview } from "../routes";
import { limitsOf } from "../words/limits";
import { isOrdered } from "../words/modes";
import { percent } from "../words/percent";
import { splitSentence } from "../words/sentence";
import { nameOf } from "../words/service_name";

const noItems: HistoryItem[] = [];

function Glance({ service }: { service: ServiceStatus }) {
  const { what, why } = splitSentence(service.sentence);
  return (
    <div className="card grid gap-x-8 gap-y-4 px-4 py-3 grid-cols-[auto_1fr] md:grid-cols-[auto_12rem_1fr]">
      <div>
        <p className="label px-1.5">Replicas</p>
        <ReplicaNumber service={service.service} running={service.running} ready={service.ready} max={service.max} mode={service.mode} large />
        <div className="px-1.5 pt-1">
          <Pips running={service.running} ready={service.ready} max={service.max} />
        </div>
      </div>
      <Figure name="Load" value={percent(service.cpu)} note={service.cpu_target === undefined ? "no target of its own" : `of a target of ${percent(service.cpu_target)}`}>
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
            <a href={toDecision(service.decision)} className="underline decoration-line-strong underline-offset-2 hover:text-ink">
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

function Warnings({ facts }: { facts: ServiceFacts }) {
  const all = [...facts.why_not, ...facts.warnings];
  if (all.length === 0) return null;
  return (
    <ul className="card divide-y divide-line text-sm">
      {all.map((text) => (
        <li key={text} className="flex gap-2.5 px-4 py-2.5">
          <span className="mt-0.5 text-warn">
            <Icon name="warning" />
          </span>
          <span className="first-letter:uppercase">{text}.</span>
        </li>
      ))}
    </ul>
  );
}

function HowToEnable({ service }: { service: ServiceStatus }) {
  return (
    <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <p className="flex-1">
        <span className="font-semibold">Watched and explained, never changed.</span>{" "}
        <span className="text-soft">
          To have it scaled, write <code className="font-mono text-xs">x-docktor: {"{}"}</code> beside its image in the Compose file, or start the daemon with it:
        </span>
      </p>
      <CommandLine text={`docktor daemon restart --service ${nameOf(service.service)}`} />
    </div>
  );
}

/** All that is known of one service. */
function Known({ service }: { service: ServiceStatus }) {
  const key = service.service;
  const news = useLive((state) => state.news);
  const minute = Math.floor(useNow() / 60);
  const look = `${service.decision}${service.equal_looks}${news}`;
  const why = useAsk<Why>("why", { service: key }, look).data;
  const all = useAsk<{ services: ServiceFacts[] }>("services", {}, `${news}${service.running}${service.ready}`).data;
  const items = useAsk<{ decisions: HistoryItem[] }>("decisions_list", { service: key, limit: 200 }, news).data?.decisions ?? noItems;
  const forecast = useAsk<Forecast>("forecast", { service: key }, minute).data;
  const facts = all?.services.find((one) => one.service === key);
  return (
    <>
      {service.proposal && <ProposalCard proposal={service.proposal} keyed={false} full={false} />}
      <Order service={service} />
      {service.mode === "watched" && <HowToEnable service={service} />}
      <Glance service={service} />
      {facts && <Warnings facts={facts} />}
      <ServiceChart service={service} items={items} forecast={forecast} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section title="Limits in force">{why ? <LimitList limits={limitsOf(why)} live /> : <Waiting text="Asking why…" />}</Section>
        <div className="grid gap-4">
          {facts && (
            <Section title="Replicas" aside={<span className="truncate text-xs text-faint">{facts.image}</span>}>
              <ReplicaList facts={facts} />
            </Section>
          )}
          {forecast && <Outlook forecast={forecast} />}
          <Section title="Lately" aside={<a href={toDecisions(key)} className="text-xs text-soft hover:text-ink">All decisions</a>}>
            <ul className="divide-y divide-line">
              {items.slice(0, 6).map((item) => (
                <DecisionRow key={item.decision.id} item={item} />
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </>
  );
}

export default function ServicePage({ service: key }: { service: string }) {
  const service = useService(key);
  const ready = useLive((state) => state.status !== null);
  const name = nameOf(key);
  const actions = service && service.mode !== "cannot_scale" && (
    <>
      <CommandLine text={`docktor why ${name}`} className="max-md:hidden" />
      <ServiceMenu service={key} ordered={isOrdered(service.mode)}>
        <Button>
          <Icon name="person" size={14} /> Give an order
        </Button>
      </ServiceMenu>
    </>
  );
  return (
    <Page title={name} lead={service && <ModeBadge service={key} mode={service.mode} />} actions={actions}>
      {!ready && <Waiting text="Asking the daemon what it sees…" />}
      {ready && !service && (
        <Empty icon="overview" title={`There is no service “${name}”`}>
          It may be gone, or its name is another. <a href={toOverview} className="text-accent underline">All services</a>
        </Empty>
      )}
      {service && <Known service={service} />}
    </Page>
  );
}
