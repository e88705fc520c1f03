import { useMemo, useState } from "react";

import type { History } from "../api/history";
import { useAsk } from "../api/use_ask";
import { useNow } from "../live/use_now";
import { percent } from "../words/percent";
import { isShare, signalName } from "../words/signal";
import { LoadPlot } from "./LoadPlot";
import { pointsFor, type Range } from "./ranges";
import { gapFor, withEnds, type Timeline } from "./timeline";

const cpu = "cpu.utilization";
const number = (value: number) => value.toLocaleString(undefined, { notation: "compact", maximumSignificantDigits: 3 });
const textFor = (signal: string) => (isShare(signal) ? percent : number);

interface Loaded {
  at: number;
  load: number | null;
}

interface Props {
  service: string;
  signals: string[];
  range: Range;
  timeline: Timeline;
  from: number;
  to: number;
}

/** Another signal than the CPU, as the daemon samples it. */
function Sampled({ service, signal, range, from, to }: Omit<Props, "signals" | "timeline"> & { signal: string }) {
  const beat = Math.floor(useNow() / Math.max(10, (to - from) / 90));
  const { data } = useAsk<History>("history", { service, signal, since: range, points: pointsFor }, beat);
  const { at, load, target } = useMemo(() => {
    const points = (data?.points ?? [])
      .map((point): Loaded => ({ at: Date.parse(point.at) / 1000, load: point.mean }))
      .filter((point) => point.at >= from && point.at <= to);
    const all = withEnds(points, gapFor(data), (end) => ({ at: end, load: null }));
    return {
      at: all.map((point) => point.at),
      load: all.map((point) => point.load),
      target: all.map(() => data?.target ?? null),
    };
  }, [data, from, to]);
  const least = isShare(signal) ? 1 : 0;
  const name = signalName(signal);
  return <LoadPlot {...{ name, at, load, target, from, to, least }} valueText={textFor(signal)} />;
}

/** How busy the ready replicas are: by their CPU, or by any other signal that there is. */
export function SignalPlot({ signals, timeline, from, to, ...rest }: Props) {
  const [chosen, setChosen] = useState(cpu);
  const signal = signals.includes(chosen) ? chosen : cpu;
  return (
    <>
      <div className="flex min-h-7 items-center px-2 pt-1">
        {signals.length > 1 ? (
          <select
            aria-label="Signal"
            value={signal}
            onChange={(event) => setChosen(event.target.value)}
            className="label -ml-1 max-w-full rounded border border-transparent bg-transparent py-0.5 hover:border-line-strong max-md:py-2"
          >
            {signals.map((one) => (
              <option key={one} value={one} className="bg-raised text-ink">
                {signalName(one)} of the ready replicas
              </option>
            ))}
          </select>
        ) : (
          <p className="label">{signalName(signal)} of the ready replicas</p>
        )}
      </div>
      {signal === cpu ? (
        <LoadPlot
          name="CPU"
          at={timeline.at}
          load={timeline.cpu}
          target={timeline.target}
          from={from}
          to={to}
          least={1}
          valueText={percent}
        />
      ) : (
        <Sampled key={signal} signal={signal} from={from} to={to} {...rest} />
      )}
    </>
  );
}
