import type { Inputs } from "../api/decision";
import type { Why } from "../api/history_item";
import { count } from "../words/count";
import { duration } from "../words/duration";
import { limitsOf } from "../words/limits";
import { percent } from "../words/percent";
import { isShare } from "../words/signal";
import { spoken } from "../words/spoken";
import { Step } from "./Step";

const others: (keyof Inputs & ("starting" | "unhealthy" | "draining"))[] = ["starting", "unhealthy", "draining"];

function seen(inputs: Inputs): string {
  const more = others.filter((phase) => inputs[phase] > 0).map((phase) => `${inputs[phase]} ${phase}`);
  if (inputs.missing > 0) more.push(`${inputs.missing} without a fresh reading`);
  return [`${inputs.running} running`, `${inputs.ready} ready`, ...more].join(", ");
}

const valueOf = (name: string, value: number | undefined) =>
  isShare(name)
    ? percent(value)
    : value === undefined
      ? "–"
      : value.toLocaleString(undefined, { maximumSignificantDigits: 4 });

function Signals({ inputs }: { inputs: Inputs }) {
  return (
    <table className="w-full max-w-xl text-left text-xs">
      <thead className="text-faint">
        <tr>
          <th className="font-medium">Signal</th>
          <th className="text-right font-medium">mean</th>
          <th className="text-right font-medium">p95</th>
          <th className="text-right font-medium">age</th>
        </tr>
      </thead>
      <tbody>
        {inputs.signals.map((signal) => (
          <tr key={signal.name}>
            <td className="font-mono">{signal.name}</td>
            <td className="text-right text-ink">{valueOf(signal.name, signal.mean)}</td>
            <td className="text-right">{valueOf(signal.name, signal.p95)}</td>
            <td className="text-right">{signal.mean === undefined ? "–" : duration(signal.age)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const asker = { rules: "The rules", model: "The model", agent: "An agent", person: "A person" };

function Outcome({ why }: { why: Why }) {
  const { report, outcome } = why.item;
  if (!report && !outcome) return null;
  const title = outcome ? spoken(outcome.kind) : report?.ok ? "done" : "failed";
  return (
    <Step name="Outcome" title={title}>
      {report && !report.ok && <p className="text-bad">{report.message}</p>}
      {report?.ok && (
        <p>
          {[
            report.added.length && `${count(report.added.length, "replica")} started`,
            report.removed.length && `${count(report.removed.length, "replica")} removed`,
          ]
            .filter(Boolean)
            .join(", ")}
        </p>
      )}
      {outcome?.until_ready !== undefined && <p>Ready after {outcome.until_ready.toFixed(1)} s</p>}
      {outcome?.message && <p>{outcome.message}</p>}
    </Step>
  );
}

/** From what was seen to how it turned out. */
export function DecisionSteps({ why }: { why: Why }) {
  const { inputs, recommendation, advice, wish, verdict, action } = why.item.decision;
  const because = limitsOf(why).find((limit) => limit.part === "decided");
  return (
    <ol className="px-5 py-4">
      <Step name="Saw" title={seen(inputs)}>
        <Signals inputs={inputs} />
      </Step>
      <Step
        name="Recommended"
        title={`${count(recommendation.count, "replica")} by the strategy ${recommendation.strategy}`}
      >
        {why.strategy.map((line, i) => (
          <p key={i}>{line}</p>
        ))}
      </Step>
      {advice && (
        <Step
          name="Advised"
          title={`${count(advice.count, "replica")} by ${advice.model}, sure to ${percent(advice.confidence)}`}
        >
          {advice.reason && <p className="italic">“{advice.reason}”</p>}
          {advice.watch && <p>It watches for: “{advice.watch}”</p>}
        </Step>
      )}
      {wish.by !== "rules" && (
        <Step name="Asked for" title={`${count(wish.count, "replica")}`}>
          {asker[wish.by]} asked for it.
        </Step>
      )}
      <Step name="Verdict" title={count(verdict.count, "replica")}>
        {because ? `${because.words}.` : "No limit moved it."}
      </Step>
      <Step
        name="Did"
        title={
          action
            ? action.resize
              ? `another CPU limit: ${action.resize.from} → ${action.resize.to} CPUs each`
              : `${action.from} → ${action.to}`
            : `held at ${inputs.running}`
        }
      />
      <Outcome why={why} />
    </ol>
  );
}
