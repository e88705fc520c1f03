#include "simulate/trial.h"

#include <algorithm>
#include <deque>

namespace docktor::simulate {
namespace {

int ReadyIn(const Sight& sight) {
  return static_cast<int>(
      std::count_if(sight.replicas.begin(), sight.replicas.end(), [](const SeenReplica& r) { return r.ready; }));
}

/// One service on its way through a trace.
class Run {
 public:
  /// `number` tells services of one model apart.
  Run(const Trial& trial, const Trace& resampled, Controller controller, std::size_t number = 0)
      : scale_(trial.scale),
        controller_(std::move(controller)),
        plant_(SetupOf(trial, resampled, number), trial.begin) {}

  double CoresWanted(double rate) const { return plant_.CoresWanted(rate * scale_); }
  Moment Step(double rate, double granted) {
    const double load = rate * scale_;
    const auto& sight = plant_.Step(load, granted);
    if (const auto target = controller_(sight)) plant_.Order(*target);
    return {sight.now,       load,           load / plant_.capacity(),
            plant_.wanted(), ReadyIn(sight), plant_.served().ViolatedShare()};
  }
  Score Result() const { return plant_.Result(); }

 private:
  static Plant::Setup SetupOf(const Trial& trial, const Trace& resampled, std::size_t number) {
    Plant::Setup setup{.model = trial.model,
                       .min = trial.min,
                       .max = trial.max,
                       .tick = trial.tick,
                       .slow_price = trial.slow_price,
                       .seed = Noise::SeedOf(resampled.name + '|' + std::string(trial.model.name)) + number,
                       .proxy = trial.proxy,
                       .first_rate = resampled.rates.front() * trial.scale};
    const auto ticks = static_cast<double>(resampled.rates.size());
    if (trial.model.release_at < 1) setup.release_at = static_cast<std::int64_t>(ticks * trial.model.release_at);
    return setup;
  }

  double scale_;
  Controller controller_;
  Plant plant_;
};

Spec Fitted(Spec spec, const Trial& trial) {
  spec.min = trial.min;
  spec.max = trial.max;
  return trial.proxy ? BehindProxy(std::move(spec), {.latency = FromSeconds(trial.model.slow_after)}) : spec;
}

}  // namespace

Score Play(const Trial& trial, const Trace& trace, const Controller& controller,
           const std::function<void(const Moment&)>& watch) {
  const auto resampled = Resampled(trace, trial.tick);
  Run run(trial, resampled, controller);
  std::size_t tick = 0;
  for (const double rate : resampled.rates) {
    if (trial.stop && ++tick % 256 == 0 && trial.stop()) break;
    const auto moment = run.Step(rate, 1);
    if (watch) watch(moment);
  }
  return run.Result();
}

Score Fly(const Trial& trial, const Trace& trace, Spec spec, const std::function<void(const Moment&)>& watch,
          const Cockpit::Model& model) {
  Cockpit cockpit(Fitted(std::move(spec), trial), model);
  return Play(
      trial, trace, [&](const Sight& sight) { return cockpit.Fly(sight); }, watch);
}

std::vector<Score> FlyTogether(const std::vector<Trial>& trials, int cores, const Trace& trace, const Spec& spec,
                               const std::function<void(std::size_t, const Moment&)>& watch) {
  const auto resampled = Resampled(trace, trials.front().tick);
  std::deque<Cockpit> cockpits;
  std::vector<Run> runs;
  constexpr std::int64_t kMemory = std::int64_t{1} << 50;  // more than anybody needs
  HostReading host{.cores = cores, .memory_bytes = kMemory, .memory_available_bytes = kMemory};
  for (const auto& trial : trials) {
    auto& cockpit = cockpits.emplace_back(Fitted(spec, trial));
    const auto fly = [&cockpit, &host](Sight sight) {
      host.at = sight.now;
      sight.host = host;
      return cockpit.Fly(sight);
    };
    runs.emplace_back(trial, resampled, fly, runs.size());
  }
  for (const double rate : resampled.rates) {
    double wanted = 0;
    for (const auto& run : runs) wanted += run.CoresWanted(rate);
    host.cpu_utilization = std::min(1.0, wanted / cores);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const auto moment = runs[i].Step(rate, wanted > cores ? cores / wanted : 1);
      if (watch) watch(i, moment);
    }
  }
  std::vector<Score> scores;
  for (const auto& run : runs) scores.push_back(run.Result());
  return scores;
}

}  // namespace docktor::simulate
