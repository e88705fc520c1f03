import type { Forecast } from "../api/forecast";
import { count } from "../words/count";
import { duration } from "../words/duration";
import { Section } from "./Section";

/** What there is instead of an outlook, and when there will be one. */
function Missing({ forecast }: { forecast: Forecast }) {
  return (
    <p className="text-soft">
      Too little is known yet: the load of the last {duration(forecast.days * 86400)}. The next minutes can be told
      after little more than an hour, the whole next day after little more than a day; until then the band in the chart
      is missing.
    </p>
  );
}

/** What the load will be, how good that has been, and what returns. */
export function Outlook({ forecast }: { forecast: Forecast }) {
  const told = forecast.accuracy.find((one) => one.occasions > 0);
  return (
    <Section title="Outlook">
      <div className="grid gap-2 px-4 py-3 text-sm">
        {forecast.demand !== undefined && <p>Busy lately: {forecast.demand.toFixed(1)} replicas.</p>}
        {forecast.steps.length === 0 && <Missing forecast={forecast} />}
        {told && (
          <p className="text-soft">
            {duration(told.ahead)} ahead it was off by {told.error.toFixed(2)} busy replicas, of{" "}
            {count(told.occasions, "occasion")}; saying “as now” by {told.error_as_now.toFixed(2)}.
          </p>
        )}
        {forecast.patterns.map(({ sentence }, i) => (
          <p key={i}>{sentence}</p>
        ))}
        {forecast.hints.map((hint, i) => (
          <p key={i} className="text-soft">
            {hint}
          </p>
        ))}
      </div>
    </Section>
  );
}
