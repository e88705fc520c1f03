#include "decide/strategy.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "decide/threshold.h"

namespace docktor::decide {
namespace {

constexpr double kPinned = 0.9;  // a mean CPU from which on it no longer tells how much is asked for

bool Pinned(const Signals& signals) {
  double used = 0, capacity = 0;
  for (const auto& load : signals.cpu)
    if (load.ready && load.used) used += *load.used, capacity += load.capacity;
  return capacity > 0 && used >= kPinned * capacity;
}

Goal CpuGoalOf(const Spec& spec) { return {"cpu.utilization", CpuGoal(spec), spec.target.tolerance}; }

/// Takes what the strategy adaptive wants out of `signals`.
Recommendation OfCpu(const Spec& spec, Signals& signals) {
  if (spec.strategy == Strategy::kThreshold) return Threshold(signals.current, signals.cpu, spec.threshold);
  const bool adapts = spec.strategy == Strategy::kAdaptive;
  if (adapts && signals.adaptive && !Pinned(signals)) return *std::move(signals.adaptive);
  auto wanted = Target(signals.current, signals.cpu, CpuGoalOf(spec));
  if (adapts && signals.adaptive && wanted.count <= signals.adaptive->count) return *std::move(signals.adaptive);
  if (adapts && signals.adaptive) wanted.evidence.figures.push_back({"pinned", 1});
  if (adapts && !signals.adaptive) wanted.evidence.figures.push_back({"learning", 1});
  return wanted;
}

Recommendation OfSignal(const Spec& spec, const SignalTarget& wanted, const Signals& signals) {
  const Goal goal{wanted.signal, wanted.target, spec.target.tolerance};
  const auto found = signals.service.find(wanted.signal);
  const auto value = found == signals.service.end() ? std::nullopt : found->second;
  switch (wanted.kind) {
    case TargetKind::kMean: return Target(signals.current, signals.memory, goal);
    case TargetKind::kPerReplica: return PerReplica(signals.current, value, goal);
    case TargetKind::kValue: break;
  }
  return Proportional(signals.current, signals.ready, value, goal);
}

/// What replicas use says nothing of whether one is needed at all, and with none there is nothing to read.
void KeepOne(Recommendation& wanted, int current) {
  if (wanted.count > 0) return;
  wanted.count = 1;
  if (current == 1) wanted.reason = Reason::kWithinRange;
}

bool Judged(const Recommendation& wanted) { return wanted.reason != Reason::kNoSignal; }

/// The highest of those that judged something; of equals the first.
Recommendation Highest(std::vector<Recommendation> all) {
  const auto lower = [](const Recommendation& a, const Recommendation& b) {
    return std::pair(Judged(a), a.count) < std::pair(Judged(b), b.count);
  };
  return std::move(*std::max_element(all.begin(), all.end(), lower));
}

}  // namespace

std::optional<double> CpuTarget(const Spec& spec) {
  return spec.strategy == Strategy::kAdaptive ? std::nullopt : std::optional(CpuGoal(spec));
}

double CpuGoal(const Spec& spec) {
  return spec.strategy == Strategy::kThreshold ? spec.threshold.cpu_high : spec.target.cpu;
}

Recommendation Recommend(const Spec& spec, Signals signals) {
  std::vector<Recommendation> means, totals;
  means.push_back(OfCpu(spec, signals));
  for (const auto& wanted : spec.signals)
    (wanted.kind == TargetKind::kPerReplica ? totals : means).push_back(OfSignal(spec, wanted, signals));
  const bool asleep = spec.min == 0 && !totals.empty() && std::all_of(totals.begin(), totals.end(), [](const auto& r) {
                        return Judged(r) && r.count == 0;
                      });
  if (totals.empty() || signals.current > 0)
    for (auto& wanted : means) KeepOne(wanted, signals.current);
  if (asleep) std::erase_if(means, [](const Recommendation& r) { return r.count <= 1; });
  // CPU first: of equals it is named, being what people look at first.
  std::move(totals.begin(), totals.end(), std::back_inserter(means));
  return Highest(std::move(means));
}

int OthersWant(const Spec& spec, const Signals& signals) {
  int most = 0;
  for (const auto& wanted : spec.signals) {
    const auto one = OfSignal(spec, wanted, signals);
    if (Judged(one)) most = std::max(most, one.count);
  }
  return most;
}

Recommendation RecommendAtBurst(const Spec& spec, Signals signals, int starting) {
  if (spec.strategy == Strategy::kAdaptive && signals.adaptive) return *std::move(signals.adaptive);
  auto wanted = Burst(signals.current, signals.cpu, starting, CpuGoalOf(spec));
  if (spec.strategy != Strategy::kThreshold) return wanted;
  wanted.strategy = "threshold";
  if (wanted.count > signals.current) wanted.count = std::max(wanted.count, signals.current + spec.threshold.step_up);
  wanted.band_floor = wanted.band_ceiling = wanted.count;
  return wanted;
}

}  // namespace docktor::decide
