import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type uPlot from "uplot";

import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import type { HistoryItem } from "../api/history_item";
import type { ServiceStatus } from "../api/status";
import { useAsk } from "../api/use_ask";
import type { Sample } from "../live/samples";
import { useDecisions } from "../live/use_decisions";
import { useLive } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Choice } from "../parts/Choice";
import { Section } from "../parts/Section";
import { boundsOf } from "./bounds";
import { DecisionMarks } from "./DecisionMarks";
import { Legend } from "./Legend";
import { marksOf, sameMarks, type Mark } from "./marks";
import { pointsFor, ranges, type Range } from "./ranges";
import { ReplicaPlot } from "./ReplicaPlot";
import { SignalPlot } from "./SignalPlot";
import { gapFor, seenBy, timelineOf } from "./timeline";

const none: readonly Sample[] = [];
const noItems: HistoryItem[] = [];
const timeOf = (item: HistoryItem) => Date.parse(item.decision.at) / 1000;
/** How often the past is asked for again, in seconds: the page keeps what it sees itself for longer. */
const again = 300;

/** The past of a service as the daemon knows it, asked for again once the page has missed some of it. */
function useHistory(service: string, range: Range, samples: readonly Sample[]) {
  const [gap, setGap] = useState(() => gapFor(null));
  const missed = seenBy(samples, gap).at(-1)?.[0] ?? 0;
  const beat = Math.floor(useNow() / again);
  const input = { service, since: range, points: pointsFor };
  const asked = useAsk<History>("history", input, `${missed} ${beat}`);
  useEffect(() => setGap(gapFor(asked.data)), [asked.data]);
  return asked;
}

/** All changes since `from`, newest first. */
function useChanges(service: string, from: number): HistoryItem[] {
  const { items, ended, older } = useDecisions(service, true);
  const last = items?.at(-1);
  const more = !ended && last !== undefined && timeOf(last) > from;
  useEffect(() => {
    if (more) older();
    // Once for each that is the oldest known.
  }, [more, last?.decision.id]);
  return items ?? noItems;
}

interface Props {
  service: ServiceStatus;
  /** Those known, holds included. */
  items: HistoryItem[];
  forecast: Forecast | null;
}

/** Load, replicas, limits, what is expected and what was decided, over one time. */
export function ServiceChart({ service, items, forecast }: Props) {
  const key = service.service;
  const [range, setRange] = useState<Range>("15m");
  const [index, setIndex] = useState<number | null>(null);
  const [marks, setMarks] = useState<Mark[]>([]);
  const samples = useDeferredValue(useLive((state) => state.samples[key] ?? none));
  const now = Math.ceil(useNow() / 5) * 5;
  const ahead = forecast !== null && forecast.steps.length > 0;
  const span = ranges.find((one) => one.value === range)?.seconds ?? 0;
  const from = now - span;
  const to = ahead ? now + span / 2 : now;
  const { data: history, failure } = useHistory(key, range, samples);
  const changes = useChanges(key, from);
  const timeline = useMemo(() => {
    const bounds = boundsOf([...changes, ...items], service, now);
    return timelineOf({ history, samples, forecast, bounds }, from, to);
  }, [history, samples, forecast, changes, items, service, from, to]);

  const onDraw = useCallback(
    (plot: uPlot) => {
      const { min = 0, max = 0 } = plot.scales["x"] ?? {};
      const left = (item: HistoryItem) =>
        Math.round(plot.bbox.left / devicePixelRatio + plot.valToPos(timeOf(item), "x"));
      const shown = changes.filter((item) => timeOf(item) >= min && timeOf(item) <= max).toReversed();
      const next = marksOf(shown.map((item) => ({ item, left: left(item) })));
      setMarks((old) => (sameMarks(old, next) ? old : next));
    },
    [changes],
  );

  return (
    <Section
      title="Load and replicas"
      aside={<Choice label="How far back" value={range} options={ranges} onChange={setRange} />}
    >
      {failure && (
        <p className="px-4 pt-2 text-xs text-faint">
          What was before this page was opened is not known: {failure.message}.
        </p>
      )}
      <Legend timeline={timeline} index={index} ahead={ahead} />
      <div className="px-2 pt-2 pb-1">
        <DecisionMarks marks={marks} />
        <ReplicaPlot timeline={timeline} from={from} to={to} onDraw={onDraw} onCursor={setIndex} />
        <SignalPlot
          service={key}
          signals={history?.signals ?? []}
          range={range}
          timeline={timeline}
          from={from}
          to={to}
        />
      </div>
    </Section>
  );
}
