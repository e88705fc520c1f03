#include "operations/ahead/backtest.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "decide/strategy.h"
#include "operations/shared/find_service.h"
#include "operations/shared/since.h"
#include "settings/fields/assignment.h"
#include "settings/fields/values.h"
#include "simulate/backtest.h"
#include "simulate/service_model.h"

namespace docktor::operations {
namespace {

constexpr double kBusy = 0.8;  // what counts as too busy where the strategy has no target of its own
constexpr std::size_t kShown = 20;
constexpr int kMostReplicas = 500;
constexpr auto kLeastHours = 0.5;
constexpr Duration kPatience = 5min;  // five weeks on a busy machine

/// What is asked about, as it was when it was asked.
struct Asked {
  ServiceKey service;
  Spec present, changed;
  std::optional<Duration> start_time = {};  ///< that was learned
  bool changes = false;                     ///< something was set
  Instant since{}, now{};
  Duration step{0};
};

/// What is recorded is CPU and counts, so that what these change can be played.
bool IsPlayed(const std::string& said) {
  constexpr std::array kKeys{"min",       "max",      "strategy", "targets.cpu", "tolerance", "threshold.",
                             "scale_up.", "headroom", "calmness", "scale_down.", "schedules", "interval"};
  return std::any_of(kKeys.begin(), kKeys.end(), [&](std::string_view key) {
    return said.starts_with(key) && (key.ends_with('.') || said.substr(key.size()).starts_with('='));
  });
}

/// "a=1; b=2"
Result<settings::Layer> LayerOf(const std::string& said) {
  settings::Layer layer;
  for (std::size_t begin = 0; begin < said.size();) {
    const auto end = std::min(said.find(';', begin), said.size());
    auto one = said.substr(begin, end - begin);
    one.erase(0, one.find_first_not_of(' '));
    begin = end + 1;
    if (one.empty()) continue;
    if (const auto put = settings::Assign(layer, one, {"set"}); !put) return tl::unexpected(put.error().During("set"));
    if (!IsPlayed(one))
      return Fail(Errc::kInvalidInput, "set: '" + one + "' makes no difference to a load that is played again",
                  "bounds, strategy, targets.cpu, thresholds, headroom, calmness, rates, windows and schedules do");
  }
  return layer;
}

/// Only CPU and network are recorded well enough to be played again.
Spec Playable(Spec spec) {
  spec.enabled = true;
  spec.manual = spec.dry_run = spec.rollback = false;
  spec.signals.clear();
  spec.sources.clear();
  spec.brain = {.mode = BrainMode::kOff};
  spec.fleet = {};
  spec.cost = {};
  spec.trouble.clear();
  spec.min = std::max(1, spec.min);
  spec.max = std::clamp(spec.max, spec.min, std::max(spec.min, kMostReplicas));
  return spec;
}

Result<Spec> Changed(const Spec& present, const std::string& said) {
  auto layer = LayerOf(said);
  if (!layer) return tl::unexpected(layer.error());
  *layer = settings::WithStrategy(*std::move(layer));
  auto spec = settings::Applied(*layer, present);
  if (layer->min) spec.min = layer->min->value;
  if (layer->max) spec.max = layer->max->value;
  if (spec.min > spec.max)
    return Fail(Errc::kInvalidInput, fmt::format("set: min {} is above max {}", spec.min, spec.max),
                "lower min or raise max");
  if (spec.threshold.cpu_low >= spec.threshold.cpu_high)
    return Fail(Errc::kInvalidInput, "set: threshold.cpu_low is not below threshold.cpu_high",
                "lower cpu_low or raise cpu_high");
  if (spec.max > kMostReplicas)
    return Fail(Errc::kInvalidInput, fmt::format("set: max: a backtest plays up to {} replicas", kMostReplicas));
  return spec;
}

Result<Asked> AskedOf(const Context& context, const BacktestInput& input) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, input.service);
  if (!view) return tl::unexpected(view.error());
  Asked asked{
      .service = (*view)->key, .present = (*view)->spec, .start_time = (*view)->start_time, .now = context.clock.Now()};
  const auto since = SinceOf(input.since, asked.now);
  if (!since) return tl::unexpected(since.error());
  if (*since >= asked.now) return Fail(Errc::kInvalidInput, "since: '" + input.since + "' is not in the past");
  auto changed = Changed(asked.present, input.set);
  if (!changed) return tl::unexpected(changed.error());
  asked.since = *since;
  asked.step = asked.now - *since <= remember::Store::kFineKept ? remember::Store::kFine : remember::Store::kCoarse;
  asked.changes = !(*changed == asked.present);
  asked.changed = Playable(*std::move(changed));
  return asked;
}

BacktestRow RowOf(std::string name, const simulate::Replay& replay) {
  return {std::move(name), replay.replica_hours, replay.minutes_over, replay.changes};
}

/// "changed settings (target)": whoever sets a target may have another strategy by that.
std::string NameOf(const char* which, const Spec& spec) {
  return fmt::format("{} settings ({})", which, settings::ShowStrategy(spec.strategy));
}

/// The last order that came at that point of the load.
const simulate::ReplayOrder* OrderAt(const simulate::Replay& replay, std::size_t point) {
  const auto after = std::upper_bound(replay.orders.begin(), replay.orders.end(), point,
                                      [](std::size_t at, const auto& order) { return at < order.point; });
  return after != replay.orders.begin() && std::prev(after)->point == point ? &*std::prev(after) : nullptr;
}

/// Why the counts differ from that point on.
void SayWhy(const simulate::Replay& present, const simulate::Replay& changed, std::size_t point,
            BacktestDifference& difference) {
  const auto* order = OrderAt(changed, point);
  difference.by = "changed";
  if (order == nullptr) {
    order = OrderAt(present, point);
    difference.by = "present";
  }
  if (order == nullptr) return difference.by.clear();
  difference.because = order->sentence;
  difference.went_to = order->to;
}

/// Stretches in which the counts differ.
void AddDifferences(const simulate::RecordedLoad& load, const simulate::Replay& present,
                    const simulate::Replay& changed, BacktestOutput& out) {
  const auto points = std::min({load.points.size(), present.counts.size(), changed.counts.size()});
  const auto differs = [&](std::size_t i) { return present.counts[i] != changed.counts[i]; };
  for (std::size_t i = 0; i < points; ++i) {
    if (!differs(i)) continue;
    const auto begin = i;
    while (i + 1 < points && differs(i + 1)) ++i;
    out.differences.push_back(
        {load.points[begin].at, load.points[i].at + load.step, present.counts[begin], changed.counts[begin]});
    SayWhy(present, changed, begin, out.differences.back());
  }
  out.differ = static_cast<int>(out.differences.size());
  std::stable_sort(out.differences.begin(), out.differences.end(),
                   [](const auto& a, const auto& b) { return a.to - a.from > b.to - b.from; });
  if (out.differences.size() > kShown) out.differences.resize(kShown);
}

std::string ReplicasAssumed(const std::optional<Duration>& start_time) {
  const simulate::ServiceModel model;
  const auto start = start_time ? fmt::format("take {} to start, as was learned", ToText(*start_time))
                                : fmt::format("start in {:.0f} to {:.0f} s, as none was seen starting",
                                              model.least_start, model.most_start);
  return fmt::format(
      "Replicas are like those that ran, share the work evenly, {}, and do half as much in the first {:.0f} s after "
      "that.",
      start, model.warm_up);
}

std::string NoiseAssumed() {
  const simulate::ServiceModel model;
  return fmt::format(
      "Beside the noise that the record holds, each reading of CPU is some {:.0f} % off, and those of a replica all "
      "alike by some {:.0f} %.",
      100 * model.cpu_noise, 100 * model.cpu_bias);
}

std::vector<std::string> Assumptions(const Asked& asked, const simulate::RecordedLoad& load) {
  std::vector<std::string> all{
      "The load is what the replicas that ran could show: where they were full, more may have been asked for.",
      "The strategy begins without having learned anything, with the replicas that carry the first load at 60 %.",
      ReplicasAssumed(asked.start_time),
      NoiseAssumed(),
      "Replica hours are those of replicas that run or start; the time that a stop takes is not among them.",
      "Nobody gives orders, deploys or approves; models, limits of the project and cost.prefer play no part."};
  if (!asked.present.signals.empty() || !asked.present.sources.empty())
    all.push_back("Only CPU and network decide: the service's other targets, latency and requests are not played.");
  if (load.missing > Duration{0} && !asked.present.schedules.empty())
    all.push_back("After a time that is left out, schedules are played earlier than they were.");
  if (load.missing > Duration{0})
    all.push_back(fmt::format("{} without samples are left out.",
                              ToText(std::chrono::floor<std::chrono::minutes>(load.missing))));
  return all;
}

Result<BacktestOutput> Play(const Asked& asked, const std::vector<LoadPoint>& history,
                            const std::function<bool()>& stop) {
  const auto load = simulate::WithoutGaps(history, asked.step);
  BacktestOutput out{.service = asked.service};
  out.hours = static_cast<double>(load.points.size()) * Seconds(load.step) / 3600;
  if (out.hours < kLeastHours)
    return Fail(Errc::kNotFound,
                fmt::format("there are only {:.0f} minutes of load of {} on record since then", 60 * out.hours,
                            asked.service.Text()),
                "the daemon notes it every ten seconds: ask again later, or look further back with --since");
  out.from = load.points.front().at;
  out.to = load.points.back().at + load.step;
  const auto present = Playable(asked.present);
  out.goal = decide::CpuTarget(present).value_or(kBusy);
  const auto flown = simulate::Flown(load, {present, out.goal, asked.start_time, stop});
  out.rows = {RowOf("as it was", simulate::AsRecorded(load, out.goal)), RowOf(NameOf("present", present), flown)};
  out.assumptions = Assumptions(asked, load);
  if (!asked.changes) return out;
  const auto other = simulate::Flown(load, {asked.changed, out.goal, asked.start_time, stop});
  if (stop()) return Fail(Errc::kUnavailable, "the daemon is ending");
  out.rows.push_back(RowOf(NameOf("changed", asked.changed), other));
  AddDifferences(load, flown, other, out);
  return out;
}

void Run(Context& context, const Caller&, BacktestInput input, Reply<BacktestOutput> reply) {
  const auto asked = AskedOf(context, input);
  if (!asked) return reply.Fail(asked.error());
  context.store.Load({asked->service, asked->since, asked->step},
                     [reply, asked = *asked, &bench = context.workbench](Result<std::vector<LoadPoint>> history) {
                       if (!history) return reply.Fail(std::move(history).error());
                       const auto put = bench.Put([reply, asked, load = *std::move(history)](const auto& stopping) {
                         const auto stop = [&] { return stopping() || !reply.Wanted(); };
                         if (!stop()) reply.Answer(Play(asked, load, stop));
                       });
                       if (!put) reply.Fail(put.error());
                     });
}

}  // namespace

Operation BacktestOperation() {
  return Declare<BacktestInput, BacktestOutput>(
      {.name = "backtest",
       .summary = "Play the recorded load of a service again, with other settings, and see what would have been",
       .help =
           "The load of the last two days is known every ten seconds, that of five weeks every minute. It is flown by "
           "the very pilot that runs in production. The answer says what it assumes.",
       .examples = {"backtest web", "backtest web --since 2d --set targets.cpu=70%",
                    "backtest web --set \"strategy=adaptive; headroom=high\" --json"},
       .patience = kPatience,
       .fields = {{.name = "service",
                   .help = "which one",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  {.name = "since", .help = "from when on: 7d ago, a day (2026-11-24) or a time"},
                  {.name = "set", .help = "settings that differ, as in x-docktor: 'targets.cpu=70%; max=12'"}}},
      Run);
}

}  // namespace docktor::operations
