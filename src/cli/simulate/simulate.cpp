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

/// What is played, to each strategy.
struct Play {
  Trace trace;
  std::vector<Trial> services;
  int cores = 1'000'000;  ///< that they share
};

struct Row {
  std::string strategy, service;
  Score score;
  std::vector<Moment> moments = {};  ///< only where they are to be drawn
};

/// Every strategy on the same load, with the same chance.
std::vector<Row> Compare(const Play& play, const Spec& spec, const std::vector<Strategy>& strategies, bool drawn) {
  std::vector<Row> rows;
  for (const auto strategy : strategies) {
    auto chosen = spec;
    chosen.strategy = strategy;
    const auto first = rows.size();
    for (const auto& service : play.services)
      rows.push_back({.strategy = settings::ShowStrategy(strategy), .service = std::string(service.model.name)});
    std::function<void(std::size_t, const Moment&)> watch;
    if (drawn) watch = [&](std::size_t service, const Moment& m) { rows[first + service].moments.push_back(m); };
    const auto scores = FlyTogether(play.services, play.cores, play.trace, chosen, watch);
    for (std::size_t i = 0; i < scores.size(); ++i) rows[first + i].score = scores[i];
  }
  return rows;
}

std::string Draw(const std::vector<Row>& rows, const Look& look) {
  Table table(
      {"STRATEGY", "SERVICE", "COST", "SLOW", "REPLICA HOURS", "CHANGES/DAY", "FLAPS/DAY", "RECOVERY", "BAD MIN/DAY"});
  for (const auto& [strategy, service, s, moments] : rows)
    table.Add({{strategy, Ink::kBold},
               {service},
               {fmt::format("{:.3f}", s.cost)},
               {fmt::format("{:.2f} %", 100 * s.violated)},
               {fmt::format("{:.1f}", s.replica_hours)},
               {fmt::format("{:.0f}", s.changes_per_day)},
               {fmt::format("{:.0f}", s.flaps_per_day)},
               {fmt::format("{:.0f} s", s.recovery_p95)},
               {fmt::format("{:.1f}", s.bad_minutes_per_day)}});
  return table.Draw(look);
}

void ShowAsJson(const Play& play, const std::vector<Row>& rows) {
  json::array scores;
  for (const auto& [strategy, service, score, moments] : rows) {
    auto entry = ToJson(score).as_object();
    entry["strategy"] = strategy;
    entry["service"] = service;
    scores.push_back(std::move(entry));
  }
  fmt::print("{}\n", WriteJson(json::object{{"trace", play.trace.name}, {"scores", std::move(scores)}}));
}

std::string Described(const ServiceModel& m) {
  return fmt::format(
      "a replica of {} serves {:.0f} a second, starts in {:.0f} to {:.0f} s, and is slow beyond {:.0f} ms", m.name,
      m.capacity, m.least_start, m.most_start, 1000 * m.slow_after);
}

void ShowForPeople(const Play& play, const std::vector<Row>& rows, const Look& look) {
  fmt::print("{}: {:.1f} hours\n", play.trace.name, rows.front().score.hours);
  for (std::size_t i = 0; i < play.services.size(); ++i)
    fmt::print("{}: {:.3g} requests; {}.\n", play.services[i].model.name, rows[i].score.requests,
               Described(play.services[i].model));
  fmt::print(
      "\n{}\nCost: replica hours and slow requests, for each hour of work; 1 would be replicas that are full all the "
      "time.\nOne slow request costs as much as serving {:.0f}. Recovery: of nineteen in twenty times with more than 5 "
      "% slow, the longest.\n",
      Draw(rows, look), play.services.front().slow_price);
}

Status MayWrite(const std::string& file) {
  if (std::ofstream(file, std::ios::app)) return {};
  return Fail(Errc::kInvalidInput, "--chart: " + file + " cannot be written", "name a file in a folder that is there");
}

/// A panel for each row.
Status WriteChart(const std::string& file, const Play& play, std::vector<Row> rows) {
  std::vector<simulate::Panel> panels;
  for (auto& [strategy, service, s, moments] : rows)
    panels.push_back({play.services.size() > 1 ? strategy + " · " + service : strategy,
                      fmt::format("cost {:.3f} · {:.2f} % slow · {:.1f} replica hours · {} changes", s.cost,
                                  100 * s.violated, s.replica_hours, s.changes),
                      std::move(moments)});
  const auto& model = play.services.front().model;
  const auto title = play.services.size() > 1
                         ? fmt::format("{}: {} services on one host", play.trace.name, play.services.size())
                         : fmt::format("{}: a service like “{}”, {:.0f} requests a second for each replica",
                                       play.trace.name, model.name, model.capacity);
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

Result<Play> PlayOf(const SimulateCommand& command, const Spec& spec) {
  auto trace = command.trace ? ReadTrace(*command.trace) : Result<Trace>(MadeUpDay());
  if (!trace) return tl::unexpected(trace.error());
  Play play{.trace = *std::move(trace)};
  if (command.cores) play.cores = *command.cores;
  const auto length = play.trace.step * static_cast<std::int64_t>(play.trace.rates.size());
  const auto tick = Trial{}.tick;
  if (length <= tick)
    return Fail(Errc::kInvalidInput,
                fmt::format("the trace {} lasts {}: strategies look each {}, and want two looks at least",
                            play.trace.name, ToText(length), ToText(tick)),
                "name a trace of some minutes at least");
  for (const auto& name : command.models.empty() ? std::vector<std::string>{"web"} : command.models) {
    const auto model = FindServiceModel(name);
    if (!model) return tl::unexpected(model.error().During("--model"));
    Trial trial{.model = *model, .min = spec.min, .max = spec.max, .proxy = command.latency};
    if (!command.trace) trial.scale = model->capacity / ServiceModel{}.capacity;  // as much work for each
    play.services.push_back(trial);
  }
  return play;
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
  const auto play = PlayOf(command, *spec);
  if (!play) return Refused(play.error());
  if (command.chart)
    if (const auto may = MayWrite(*command.chart); !may) return Refused(may.error());
  auto rows = Compare(*play, *spec, *strategies, command.chart.has_value());
  session.arguments.json ? ShowAsJson(*play, rows) : ShowForPeople(*play, rows, session.look);
  if (!command.chart) return kOk;
  if (const auto written = WriteChart(*command.chart, *play, std::move(rows)); !written) {
    Complain(written.error());
    return kFailed;
  }
  Note("the chart is in " + *command.chart);
  return kOk;
}

}  // namespace docktor::cli
