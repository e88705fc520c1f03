/// How large the replicas should be, where the user prefers fewer and larger ones.
#include <algorithm>

#include "decide/forecast_words.h"
#include "decide/strategy.h"
#include "pilot/limits.h"
#include "pilot/look.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

Sizing::Question ServicePilot::SizeAsked(const Decision& draft, const std::vector<Constraint>& limits) const {
  const int running = draft.inputs.running;
  Sizing::Question asked{.needed = CpusNeeded(draft), .window = spec_.target.behavior.down.window};
  if (spec_.cost.prefer == Prefer::kFewerLarge) asked.largest = spec_.cost.max_cpus.value_or(0);
  if (around_.host) asked.largest = std::min<double>(asked.largest, around_.host->cores);
  if (spec_.fleet.max_cpus && running > 0) asked.room = (*spec_.fleet.max_cpus - around_.others.cpus) / running;
  asked.may_grow = std::none_of(limits.begin(), limits.end(),
                                [&](const Constraint& c) { return LimitsSize(c.reason) && c.ceiling <= running; });
  asked.may_shrink = std::none_of(limits.begin(), limits.end(),
                                  [&](const Constraint& c) { return LimitsSize(c.reason) && c.floor >= running; });
  return asked;
}

/// For each of those that run to be at its target, or to carry what the CPU asks for as more replicas.
std::optional<double> ServicePilot::CpusNeeded(const Decision& draft) const {
  const auto window = draft.trigger == Trigger::kBurst ? now_ - kBurstWindow : Since(ReadingLog::kKept);
  double used = 0, limit = 0;
  int known = 0;
  for (const auto& load : readings_.Loads(facts_->replicas, window, now_)) {
    if (!load.ready || !load.used) continue;
    used += *load.used;
    limit = std::max(limit, load.capacity);
    ++known;
  }
  if (known == 0) return std::nullopt;
  const double needed = used / known / decide::CpuGoal(*Leaning(spec_, memory_.override));
  const auto& wanted = draft.recommendation;
  const bool by_cpu = wanted.evidence.subject == "cpu.utilization" || decide::IsForecast(wanted.evidence);
  if (!by_cpu || wanted.count <= draft.inputs.running) return needed;
  return std::max(needed, limit * wanted.count / std::max(1, draft.inputs.running));
}

}  // namespace docktor::pilot
