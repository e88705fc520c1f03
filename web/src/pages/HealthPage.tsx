import type { Health, PartHealth } from "../api/health";
import { useAsk } from "../api/use_ask";
import { useLive } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Ago } from "../parts/Ago";
import { CommandLine } from "../parts/CommandLine";
import { Icon } from "../parts/Icon";
import { Page } from "../parts/Page";
import { Section } from "../parts/Section";
import { Trouble } from "../parts/Trouble";
import { Waiting } from "../parts/Waiting";

function Part({ part }: { part: PartHealth }) {
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span className={`rounded-full p-1 ${part.ok ? "bg-good-soft text-good" : "bg-bad-soft text-bad"}`}>
        <Icon name={part.ok ? "check" : "warning"} size={14} />
      </span>
      <div className="grid min-w-0 flex-1 gap-x-4 md:grid-cols-[8rem_1fr]">
        <p className="font-medium capitalize">{part.part}</p>
        <div>
          <p className="text-soft">{part.says}</p>
          {part.advice && <p className="text-sm">{part.advice}</p>}
        </div>
      </div>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-x-4 px-4 py-2 text-sm md:grid-cols-[8rem_1fr]">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Daemon() {
  const status = useLive((state) => state.status);
  if (!status) return null;
  const { daemon } = status;
  return (
    <Section title="This daemon">
      <dl className="divide-y divide-line">
        <Fact name="Version">{daemon.version}</Fact>
        <Fact name="Started">
          <Ago at={daemon.started_at} />
        </Fact>
        <Fact name="Projects">{daemon.projects.join(", ")}</Fact>
        <Fact name="Compose file">{daemon.compose_file || "none was found"}</Fact>
        <Fact name="Engine">{daemon.engine}</Fact>
        <Fact name="Readings">from {status.readings_from}</Fact>
      </dl>
    </Section>
  );
}

const every = 5;

export function HealthPage() {
  const beat = Math.floor(useNow() / every);
  const { data, failure } = useAsk<Health>("health", {}, beat);
  const wrong = data?.parts.filter((part) => !part.ok).length ?? 0;
  const lead = !data
    ? ""
    : wrong === 0
      ? "Every part does its work."
      : `${wrong} of ${data.parts.length} parts need a look.`;
  return (
    <Page title="Health" lead={lead} actions={<CommandLine text="docktor health" />}>
      {failure && <Trouble text={failure.message} hint={failure.hint} />}
      {!data && !failure && <Waiting text="Asking every part how it does…" />}
      {data && (
        <Section title="Parts">
          <ul className="divide-y divide-line">
            {data.parts.map((part) => (
              <Part key={part.part} part={part} />
            ))}
          </ul>
        </Section>
      )}
      <Daemon />
    </Page>
  );
}
