#include "simulate/trial.h"

#include <algorithm>

namespace docktor::simulate {
namespace {

int ReadyIn(const Sight& sight) {
  return static_cast<int>(
      std::count_if(sight.replicas.begin(), sight.replicas.end(), [](const SeenReplica& r) { return r.ready; }));
}

}  // namespace

Score Play(const Trial& trial, const Trace& trace, const Controller& controller,
           const std::function<void(const Moment&)>& watch) {
  const auto resampled = Resampled(trace, trial.tick);
  const auto ticks = static_cast<double>(resampled.rates.size());
  Plant::Setup setup{.model = trial.model,
                     .min = trial.min,
                     .max = trial.max,
                     .tick = trial.tick,
                     .slow_price = trial.slow_price,
                     .seed = Noise::SeedOf(trace.name + '|' + std::string(trial.model.name)),
                     .proxy = trial.proxy,
                     .first_rate = resampled.rates.front() * trial.scale};
  if (trial.model.release_at < 1) setup.release_at = static_cast<std::int64_t>(ticks * trial.model.release_at);
  Plant plant(setup, trial.begin);
  std::size_t tick = 0;
  for (const double rate : resampled.rates) {
    if (trial.stop && ++tick % 256 == 0 && trial.stop()) break;
    const double load = rate * trial.scale;
    const auto& sight = plant.Step(load);
    if (const auto target = controller(sight)) plant.Order(*target);
    if (watch)
      watch({sight.now, load, load / plant.capacity(), plant.wanted(), ReadyIn(sight), plant.served().ViolatedShare()});
  }
  return plant.Result();
}

Score Fly(const Trial& trial, const Trace& trace, Spec spec, const std::function<void(const Moment&)>& watch,
          const Cockpit::Model& model) {
  spec.min = trial.min;
  spec.max = trial.max;
  if (trial.proxy) spec = BehindProxy(std::move(spec), {.latency = FromSeconds(trial.model.slow_after)});
  Cockpit cockpit(std::move(spec), model);
  return Play(
      trial, trace, [&](const Sight& sight) { return cockpit.Fly(sight); }, watch);
}

}  // namespace docktor::simulate
