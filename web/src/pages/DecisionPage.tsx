import type { Why } from "../api/history_item";
import { useAsk } from "../api/use_ask";
import { shortName } from "../live/short_name";
import { useLive } from "../live/use_live";
import { CommandLine } from "../parts/CommandLine";
import { CountRuler } from "../parts/CountRuler";
import { DecisionSteps } from "../parts/DecisionSteps";
import { LimitList } from "../parts/LimitList";
import { OutcomeBadge } from "../parts/OutcomeBadge";
import { Page } from "../parts/Page";
import { Section } from "../parts/Section";
import { Trouble } from "../parts/Trouble";
import { Waiting } from "../parts/Waiting";
import { WayMark } from "../parts/WayMark";
import { toDecisions, toService } from "../routes";
import { limitsOf, withLimitNames } from "../words/limits";
import { splitSentence } from "../words/sentence";
import { shellWord } from "../words/shell";
import { dateAndTime } from "../words/time";
import { wayOf } from "../words/way";

function Answer({ why }: { why: Why }) {
  const { item, turning } = why;
  const limits = limitsOf(why);
  const { what, why: reason } = splitSentence(item.sentence);
  return (
    <>
      <div className="card flex items-start gap-3 px-4 py-4">
        <WayMark way={wayOf(item.decision)} size={18} />
        <div className="min-w-0 flex-1">
          <p className="text-lg font-semibold">{what}</p>
          <p className="text-soft">{reason}.</p>
        </div>
        <OutcomeBadge item={item} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section title="How it came about">
          <DecisionSteps why={why} />
        </Section>
        <div className="grid gap-4">
          <Section title="Where the count came to lie">
            <div className="px-4 py-3">
              <CountRuler item={item} limits={limits} />
            </div>
          </Section>
          {turning.length > 0 && (
            <Section title="What would have changed it">
              <ul className="list-disc space-y-1 py-3 pr-4 pl-8 text-sm marker:text-faint">
                {turning.map((line, i) => (
                  <li key={i}>{withLimitNames(line)}</li>
                ))}
              </ul>
            </Section>
          )}
          <Section title="Limits that were in force">
            <LimitList limits={limits} />
          </Section>
        </div>
      </div>
    </>
  );
}

export function DecisionPage({ id }: { id: string }) {
  const news = useLive((state) => state.news);
  const { data, failure } = useAsk<Why>("decisions_show", { decision: id }, news);
  const service = data?.item.decision.service;
  const lead = data && service && (
    <>
      <a
        href={toService(service)}
        className="text-ink underline decoration-line-strong underline-offset-2 hover:text-accent"
      >
        {shortName(service)}
      </a>
      , {dateAndTime(data.item.decision.at)}
      {data.item.looks > 1 && `, and the same at ${data.item.looks} looks since`}
    </>
  );
  return (
    <Page
      title={`Decision ${id}`}
      lead={lead}
      actions={
        <a
          href={toDecisions(service)}
          className="text-sm text-soft underline decoration-line-strong underline-offset-2 hover:text-ink"
        >
          All of {service ? shortName(service) : "them"}
        </a>
      }
    >
      {failure && !data && <Trouble text={failure.message} hint={failure.hint} />}
      {!data && !failure && <Waiting text="Reading the journal…" />}
      {data && <Answer why={data} />}
      <CommandLine text={`docktor why --decision ${shellWord(id)}`} className="self-start" />
    </Page>
  );
}
