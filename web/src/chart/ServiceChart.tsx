import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type uPlot from "uplot";

import type { Forecast } from "../api/forecast";
import type { History } from "../api/history";
import type { HistoryItem } from "../api/history_item";
import type { ServiceStatus } from "../api/status";
import { useAsk } from "../api/use_ask";
import type { Sample } from "../live/samples";
import { useLive } from "../live/use_live";
import { useNow } from "../live/use_now";
import { Choice } from "../parts/Choice";
import { Section } from "../parts/Section";
import { DecisionMarks, type Mark } from "./DecisionMarks";
import { Legend } from "./Legend";
import { LoadPlot } from "./LoadPlot";
import { ReplicaPlot } from "./ReplicaPlot";
import { timelineOf } from "./timeline";

const ranges = [
  { value: "15m", name: "15 min", seconds: 900 },
  { value: "1h", name: "1 h", seconds: 3600 },
  { value: "6h", name: "6 h", seconds: 21600 },
  { value: "24h", name: "24 h", seconds: 86400 },
] as const;
/** More than that a screen cannot show. */
const points = 1500;
type Range = (typeof ranges)[number]["value"];

const none: readonly Sample[] = [];
const sameMarks = (a: Mark[], b: Mark[]) =>
  a.length === b.length && a.every((mark, i) => mark.left === b[i]?.left && mark.item === b[i]?.item);

interface Props {
  service: ServiceStatus;
  items: HistoryItem[];
  forecast: Forecast | null;
}

/** Load, replicas, limits, what is expected and what was decided, over one time. */
export function ServiceChart({ service, items, forecast }: Props) {
  const [range, setRange] = useState<Range>("15m");
  const [index, setIndex] = useState<number | null>(null);
  const [marks, setMarks] = useState<Mark[]>([]);
  const samples = useLive((state) => state.samples[service.service] ?? none);
  const shown = useDeferredValue(samples);
  const now = Math.ceil(useNow() / 5) * 5;
  const ahead = forecast !== null && forecast.steps.length > 0;
  const span = ranges.find((one) => one.value === range)?.seconds ?? 0;
  const from = now - span;
  const to = ahead ? now + span / 2 : now;
  const { data: history, failure } = useAsk<History>("history", { service: service.service, since: range, points });
  const timeline = useMemo(() => timelineOf(history, shown, forecast, from, to), [history, shown, forecast, from, to]);

  const onDraw = useCallback(
    (plot: uPlot) => {
      const [start = 0, end = 0] = [plot.scales["x"]?.min, plot.scales["x"]?.max];
      const changes = items.filter(
        (item) =>
          item.decision.action &&
          Date.parse(item.decision.at) / 1000 >= start &&
          Date.parse(item.decision.at) / 1000 <= end,
      );
      const next = changes.map((item) => ({
        item,
        left: Math.round(plot.bbox.left / devicePixelRatio + plot.valToPos(Date.parse(item.decision.at) / 1000, "x")),
      }));
      setMarks((old) => (sameMarks(old, next) ? old : next));
    },
    [items],
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
        <ReplicaPlot timeline={timeline} from={from} to={to} min={service.min} max={service.max} onDraw={onDraw} />
        <p className="label px-2 pt-1">CPU of the ready replicas</p>
        <LoadPlot timeline={timeline} from={from} to={to} target={service.cpu_target} onCursor={setIndex} />
      </div>
    </Section>
  );
}
