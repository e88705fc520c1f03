import type { Forecast } from "../api/forecast";
import type { ServiceFacts } from "../api/facts";
import type { HistoryItem, Why } from "../api/history_item";
import type { ServiceStatus } from "../api/status";
import { useAsk } from "../api/use_ask";
import { ServiceChart } from "../chart/ServiceChart";
import { shortName } from "../live/short_name";
import { useDecisions } from "../live/use_decisions";
import { useLive, useService } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Button } from "../parts/Button";
import { CommandLine } from "../parts/CommandLine";
import { DecisionRow } from "../parts/DecisionRow";
import { Empty } from "../parts/Empty";
import { HowToEnable } from "../parts/HowToEnable";
import { Icon } from "../parts/Icon";
import { LimitList } from "../parts/LimitList";
import { ModeBadge } from "../parts/ModeBadge";
import { Order } from "../parts/Order";
import { Outlook } from "../parts/Outlook";
import { Page } from "../parts/Page";
import { ProposalCard } from "../parts/ProposalCard";
import { ReplicaList } from "../parts/ReplicaList";
import { Section } from "../parts/Section";
import { ServiceGlance } from "../parts/ServiceGlance";
import { ServiceMenu } from "../parts/ServiceMenu";
import { Waiting } from "../parts/Waiting";
import { Warnings } from "../parts/Warnings";
import { toDecisions, toOverview } from "../routes";
import { limitsOf } from "../words/limits";
import { shellWord } from "../words/shell";

const noItems: HistoryItem[] = [];

/** Where there is nothing so far. */
function Later({ text }: { text: string }) {
  return <p className="px-4 py-6 text-center text-sm text-faint first-letter:uppercase">{text}.</p>;
}

/** All that is known of one service. */
function Known({ service }: { service: ServiceStatus }) {
  const key = service.service;
  const news = useLive((state) => state.news);
  const minute = Math.floor(useNow() / 60);
  const look = `${service.decision}${service.equal_looks}${news}`;
  const { data: why, failure } = useAsk<Why>("why", { service: key }, look);
  const all = useAsk<{ services: ServiceFacts[] }>("services", {}, `${news}${service.running}${service.ready}`).data;
  const items = useDecisions(key, false).items ?? noItems;
  const forecast = useAsk<Forecast>("forecast", { service: key }, minute).data;
  const facts = all?.services.find((one) => one.service === key);
  return (
    <>
      {service.proposal && <ProposalCard key={service.proposal.id} proposal={service.proposal} />}
      <Order service={service} />
      {service.mode === "watched" && <HowToEnable service={service} />}
      <ServiceGlance service={service} />
      {facts && <Warnings facts={facts} />}
      <ServiceChart service={service} items={items} forecast={forecast} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section title="Limits in force">
          {why && <LimitList limits={limitsOf(why)} live />}
          {!why && (failure ? <Later text={failure.message} /> : <Waiting text="Asking why…" />)}
        </Section>
        <div className="grid gap-4">
          {facts && (
            <Section title="Replicas" aside={<span className="truncate text-xs text-faint">{facts.image}</span>}>
              <ReplicaList facts={facts} />
            </Section>
          )}
          {forecast && <Outlook forecast={forecast} />}
          <Section
            title="Lately"
            aside={
              <a href={toDecisions(key)} className="text-xs text-soft hover:text-ink">
                All decisions
              </a>
            }
          >
            {items.length === 0 && <Later text="Nothing was decided yet: the first look comes within seconds" />}
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
  const name = shortName(key);
  const actions = service && service.mode !== "cannot_scale" && (
    <>
      <CommandLine text={`docktor why ${shellWord(name)}`} className="max-md:hidden" />
      <ServiceMenu service={key} mode={service.mode} rules={service.rules} chosen={service.chosen}>
        <Button>
          <Icon name="person" size={14} /> Give an order
        </Button>
      </ServiceMenu>
    </>
  );
  return (
    <Page
      title={name}
      lead={service && <ModeBadge service={key} mode={service.mode} rules={service.rules} chosen={service.chosen} />}
      actions={actions}
    >
      {!ready && <Waiting text="Asking the daemon what it sees…" />}
      {ready && !service && (
        <Empty icon="overview" title={`There is no service “${name}”`}>
          It may be gone, or its name is another.{" "}
          <a href={toOverview} className="text-accent underline">
            All services
          </a>
        </Empty>
      )}
      {service && <Known service={service} />}
    </Page>
  );
}
