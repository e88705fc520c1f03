#include <fstream>
#include <iostream>

#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/render/table.h"
#include "cli/simulate/chart.h"
#include "cli/simulate/simulated_spec.h"
#include "core/json.h"
#include "settings/fields/values.h"
#include "simulate/stdio.h"
#include "simulate/trial.h"

namespace docktor::cli {
namespace {

using namespace ::docktor::simulate;

ExitCode Refused(const Error& error) {
  Complain(error);
  return kUsage;
}

struct Row {
  std::string strategy;
  Score score;
  std::vector<Moment> moments = {};  ///< only where they are to be drawn
};

/// Every strategy on the same load, with the same chance.
std::vector<Row> Compare(const Trial& trial, const Trace& trace, const Spec& spec,
                         const std::vector<Strategy>& strategies, bool drawn) {
  std::vector<Row> rows;
  for (const auto strategy : strategies) {
    auto chosen = spec;
    chosen.strategy = strategy;
    auto& row = rows.emplace_back(Row{.strategy = settings::ShowStrategy(strategy)});
    std::function<void(const Moment&)> watch;
    if (drawn) watch = [&row](const Moment& moment) { row.moments.push_back(moment); };
    row.score = Fly(trial, trace, std::move(chosen), watch);
  }
  return rows;
}

std::string Draw(const std::vector<Row>& rows, const Look& look) {
  Table table({"STRATEGY", "COST", "SLOW", "REPLICA HOURS", "CHANGES/DAY", "FLAPS/DAY", "RECOVERY", "BAD MIN/DAY"});
  for (const auto& [strategy, s, moments] : rows)
    table.Add({{strategy, Ink::kBold},
               {fmt::format("{:.3f}", s.cost)},
               {fmt::format("{:.2f} %", 100 * s.violated)},
               {fmt::format("{:.1f}", s.replica_hours)},
               {fmt::format("{:.0f}", s.changes_per_day)},
               {fmt::format("{:.0f}", s.flaps_per_day)},
               {fmt::format("{:.0f} s", s.recovery_p95)},
               {fmt::format("{:.1f}", s.bad_minutes_per_day)}});
  return table.Draw(look);
}

void ShowAsJson(const Trial& trial, const Trace& trace, const std::vector<Row>& rows) {
  json::array scores;
  for (const auto& [strategy, score, moments] : rows) {
    auto entry = ToJson(score).as_object();
    entry["strategy"] = strategy;
    scores.push_back(std::move(entry));
  }
  fmt::print("{}\n",
             WriteJson(json::object{
                 {"trace", trace.name}, {"service", std::string(trial.model.name)}, {"scores", std::move(scores)}}));
}

void ShowForPeople(const Trial& trial, const Trace& trace, const std::vector<Row>& rows, const Look& look) {
  const auto& m = trial.model;
  const auto& s = rows.front().score;
  fmt::print(
      "{}: {:.1f} hours, {:.3g} requests; a replica of {} serves {:.0f} a second, starts in {:.0f} to {:.0f} s, and is "
      "slow "
      "beyond {:.0f} ms.\n\n{}\nCost: replica hours and slow requests, for each hour of work; 1 would be replicas that "
      "are "
      "full all the time.\nOne slow request costs as much as serving {:.0f}. Recovery: of nineteen in twenty times "
      "with more "
      "than 5 % slow, the longest.\n",
      trace.name, s.hours, s.requests, m.name, m.capacity, m.least_start, m.most_start, 1000 * m.slow_after,
      Draw(rows, look), trial.slow_price);
}

Status MayWrite(const std::string& file) {
  if (std::ofstream(file, std::ios::app)) return {};
  return Fail(Errc::kInvalidInput, "--chart: " + file + " cannot be written", "name a file in a folder that is there");
}

/// A panel for each row.
Status WriteChart(const std::string& file, const Trial& trial, const Trace& trace, std::vector<Row> rows) {
  std::vector<simulate::Panel> panels;
  for (auto& [strategy, s, moments] : rows)
    panels.push_back({strategy,
                      fmt::format("cost {:.3f} · {:.2f} % slow · {:.1f} replica hours · {} changes", s.cost,
                                  100 * s.violated, s.replica_hours, s.changes),
                      std::move(moments)});
  const auto title = fmt::format("{}: a service like “{}”, {:.0f} requests a second for each replica", trace.name,
                                 trial.model.name, trial.model.capacity);
  std::ofstream out(file, std::ios::trunc);
  out << simulate::DrawChart(title, panels) << std::flush;
  if (!out) return Fail(Errc::kInternal, "write the chart " + file + ": the disk does not take it");
  return {};
}

Result<std::vector<Strategy>> StrategiesOf(const SimulateCommand& command, const Spec& spec) {
  std::vector<Strategy> strategies;
  for (const auto& name : command.strategies) {
    const auto strategy = settings::ParseStrategy(name);
    if (!strategy) return tl::unexpected(strategy.error().During("--strategy"));
    strategies.push_back(*strategy);
  }
  if (strategies.empty()) strategies.push_back(spec.strategy);
  return strategies;
}

ExitCode Answer(const Spec& spec) {
  const auto answered = AnswerSimulator(std::cin, std::cout, [&](int min, int max) {
    auto bounded = spec;
    bounded.min = min;
    bounded.max = max;
    return bounded;
  });
  return answered ? kOk : Refused(answered.error());
}

}  // namespace

ExitCode RunSimulate(const Session& session, const SimulateCommand& command) {
  const auto spec = simulate::SpecOf(command.settings);
  if (!spec) return Refused(spec.error());
  const auto strategies = StrategiesOf(command, *spec);
  if (!strategies) return Refused(strategies.error());
  if (command.stdio) {
    auto flown = *spec;
    flown.strategy = strategies->front();
    return Answer(flown);
  }
  const auto model = FindServiceModel(command.model);
  if (!model) return Refused(model.error().During("--model"));
  const auto trace = command.trace ? ReadTrace(*command.trace) : Result<Trace>(MadeUpDay());
  if (!trace) return Refused(trace.error());
  Trial trial{.model = *model, .min = spec->min, .max = spec->max, .proxy = command.latency};
  if (!command.trace) trial.scale = model->capacity / ServiceModel{}.capacity;  // as much work for each
  if (command.chart)
    if (const auto may = MayWrite(*command.chart); !may) return Refused(may.error());
  auto rows = Compare(trial, *trace, *spec, *strategies, command.chart.has_value());
  if (session.arguments.json)
    ShowAsJson(trial, *trace, rows);
  else
    ShowForPeople(trial, *trace, rows, session.look);
  if (!command.chart) return kOk;
  if (const auto written = WriteChart(*command.chart, trial, *trace, std::move(rows)); !written) {
    Complain(written.error());
    return kFailed;
  }
  Note("the chart is in " + *command.chart);
  return kOk;
}

}  // namespace docktor::cli
