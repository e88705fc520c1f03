#include "operations/ahead/forecast.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "decide/needed.h"
#include "forecast/idle.h"
#include "operations/shared/find_service.h"
#include "operations/shared/local_zone.h"

namespace docktor::operations {
namespace {

constexpr Duration kLookedAt = remember::Store::kCoarseKept;
constexpr Duration kLatest = 5min;  // of the load that is said to be now

/// What is asked about, as it was when it was asked.
struct Asked {
  ServiceKey service;
  Spec spec;
  int running = 0;
  Instant now{};
};

std::string Zone(const Spec& spec) { return spec.schedules.empty() ? std::string() : spec.schedules.front().zone; }

std::string Replicas(int count) { return fmt::format("{} replica{}", count, count == 1 ? "" : "s"); }

std::string InWords(const forecast::Pattern& pattern, const Spec& spec) {
  constexpr std::array kDays{"Every day", "Workdays",   "Weekends",  "Sundays", "Mondays",
                             "Tuesdays",  "Wednesdays", "Thursdays", "Fridays", "Saturdays"};
  const bool every = pattern.on == forecast::PatternDays::kEvery;
  const bool other_days = pattern.against == forecast::PatternAgainst::kOtherDays;
  return fmt::format("{} {:02}:00 to {:02}:00 {} {}, {} {}", kDays[static_cast<std::size_t>(pattern.on)],
                     pattern.from_hour, pattern.to_hour, every ? "needs" : "need",
                     Replicas(decide::Needed(spec, pattern.demand)), decide::Needed(spec, pattern.usual),
                     other_days ? "on other days" : "at other times");
}

std::optional<double> Latest(const std::vector<LoadPoint>& history, Instant now) {
  double sum = 0;
  int seen = 0;
  for (auto point = history.rbegin(); point != history.rend() && point->at >= now - kLatest; ++point, ++seen)
    sum += forecast::DemandBehind(*point);
  return seen > 0 ? std::optional(sum / seen) : std::nullopt;
}

/// When more will be needed than run, and the most of the day; of steps that have not begun.
std::vector<std::string> Hints(const ForecastOutput& out) {
  std::vector<std::string> hints;
  const auto when = [&](const ForecastStep& step) {
    return ClockTime(step.load.at, out.at, out.utc_offset) + " (" + out.zone + ")";
  };
  const auto begin =
      std::find_if(out.steps.begin(), out.steps.end(), [&](const auto& s) { return s.load.at > out.at; });
  const auto first = std::find_if(begin, out.steps.end(), [&](const auto& s) { return s.replicas > out.running; });
  if (first == out.steps.end()) return hints;
  hints.push_back(fmt::format("will need {} at {}; {} run now", Replicas(first->replicas), when(*first), out.running));
  const auto most =
      std::max_element(begin, out.steps.end(), [](const auto& a, const auto& b) { return a.replicas < b.replicas; });
  if (most->replicas > first->replicas)
    hints.push_back(fmt::format("the most of the next day: {} at {}", Replicas(most->replicas), when(*most)));
  return hints;
}

ForecastOutput Forecast(const Asked& asked, const std::vector<LoadPoint>& history) {
  const auto zone = ZoneAt(Zone(asked.spec), asked.now);
  ForecastOutput out{
      .service = asked.service, .at = asked.now, .zone = zone.name, .utc_offset = zone.ahead, .running = asked.running};
  if (!history.empty()) out.days = Seconds(asked.now - history.front().at) / Seconds(24h);
  out.demand = Latest(history, asked.now);
  auto outlook = forecast::LookOut(history, asked.now);
  const auto needed = [&](double demand) { return decide::Needed(asked.spec, demand); };
  for (const auto& point : outlook.points)
    out.steps.push_back({point, needed(point.low), needed(point.middle), needed(point.high)});
  out.accuracy = std::move(outlook.accuracy);
  for (const auto& pattern : forecast::FindPatterns(history, zone.ahead))
    out.patterns.push_back({pattern, needed(pattern.demand), InWords(pattern, asked.spec)});
  out.hints = Hints(out);
  return out;
}

void Run(Context& context, const Caller&, ForecastInput input, Reply<ForecastOutput> reply) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, input.service);
  if (!view) return reply.Fail(view.error());
  const Asked asked{(*view)->key, (*view)->spec, (*view)->inputs.running, context.clock.Now()};
  context.store.Load({asked.service, asked.now - kLookedAt, remember::Store::kCoarse},
                     [reply, asked, &bench = context.workbench](Result<std::vector<LoadPoint>> history) {
                       if (!history) return reply.Fail(std::move(history).error());
                       const auto put = bench.Put([reply, asked, load = *std::move(history)](const auto&) {
                         if (reply.Wanted()) reply.Answer(Forecast(asked, load));
                       });
                       if (!put) reply.Fail(put.error());
                     });
}

}  // namespace

Operation ForecastOperation() {
  return Declare<ForecastInput, ForecastOutput>(
      {.name = "forecast",
       .summary = "What the load of a service will be in the next minutes, hours and day, and how good that is",
       .help = "Load is counted in fully busy replicas, without what they burn while idle. Of ten cases one is below "
               "the band and one above it. What earlier forecasts were worth is shown beside saying 'as now' and 'as "
               "yesterday at this time'.",
       .examples = {"forecast web", "forecast web --json"},
       .fields = {{.name = "service",
                   .help = "which one",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired}}},
      Run);
}

}  // namespace docktor::operations
