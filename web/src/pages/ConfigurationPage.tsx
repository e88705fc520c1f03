import { useDeferredValue, useState } from "react";

import type { ServiceSettings, Settings } from "../api/settings";
import { useAsk } from "../api/use_ask";
import { shortName } from "../live/short_name";
import { useNow } from "../live/use_now";
import { Choice } from "../parts/Choice";
import { CommandLine } from "../parts/CommandLine";
import { Page } from "../parts/Page";
import { SearchField } from "../parts/SearchField";
import { Section } from "../parts/Section";
import { SettingList } from "../parts/SettingList";
import { Trouble } from "../parts/Trouble";
import { Waiting } from "../parts/Waiting";
import { toService } from "../routes";
import { count } from "../words/count";

type Which = "said" | "all";
const which = [
  { value: "said", name: "What was said" },
  { value: "all", name: "Defaults too" },
] as const;
const every = 5;

function OfService({ service, settings, all, text }: ServiceSettings & { all: boolean; text: string }) {
  const shown = settings.filter(
    (s) => (all || s.origin !== "default") && `${s.key} ${s.value} ${s.origin}`.toLowerCase().includes(text),
  );
  const name = (
    <a href={toService(service)} className="text-xs text-soft hover:text-ink">
      {count(settings.filter((s) => s.origin !== "default").length, "setting")} said
    </a>
  );
  return (
    <Section title={shortName(service)} aside={name}>
      {shown.length > 0 ? (
        <SettingList settings={shown} />
      ) : (
        <p className="px-4 py-4 text-sm text-faint">
          {text ? "Nothing like that." : "Nothing was said: all of it is as by default."}
        </p>
      )}
    </Section>
  );
}

/** Each setting in force, and where it was said. */
export function ConfigurationPage() {
  const beat = Math.floor(useNow() / every);
  const { data, failure } = useAsk<Settings>("settings", {}, beat);
  const [kind, setKind] = useState<Which>("said");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.toLowerCase());
  const filters = (
    <>
      <SearchField label="Find a setting" value={text} onChange={setText} />
      <Choice label="Which settings" value={kind} options={which} onChange={setKind} />
    </>
  );
  return (
    <Page title="Configuration" lead="What is in force, service by service, and where it was said." actions={filters}>
      {failure && <Trouble text={failure.message} hint={failure.hint} />}
      {data?.error && <Trouble text={`Changed settings are refused: ${data.error}`} hint="Those below are in force." />}
      {!data && !failure && <Waiting text="Asking for the settings in force…" />}
      {data?.services.map((service) => (
        <OfService key={service.service} {...service} all={kind === "all"} text={wanted} />
      ))}
      <CommandLine text="docktor settings" className="self-start" />
    </Page>
  );
}
