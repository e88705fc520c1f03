#include "decide/target.h"

#include <algorithm>
#include <cmath>

namespace docktor::decide {
namespace {

constexpr double kMostReplicas = 1e6;  // keeps any sum of counts inside an int
/// The band in which a model may choose: from what the load needs at 1.15 × target to what it needs at 0.75 ×.
constexpr double kHot = 1.15, kCool = 0.75;

/// Sums over the replicas that are judged; the fill-in of HPA adds to them.
struct Sum {
  double used = 0;
  double capacity = 0;
  int replicas = 0;

  void Add(double cores, double of) {
    used += cores;
    capacity += of;
    ++replicas;
  }
  /// Whole percent, truncated, as HPA compares.
  double Ratio(const Goal& goal) const { return std::floor(100 * used / capacity + 1e-9) / (100 * goal.target); }
};

int CeilCount(double count) { return static_cast<int>(std::ceil(std::clamp(count - 1e-9, 0.0, kMostReplicas))); }

bool Within(double ratio, const Goal& goal) { return std::abs(1 - ratio) <= goal.tolerance; }

/// Usable only: a figure that is no number, negative or endless never reaches a decision.
bool Judgeable(const ReplicaLoad& load) {
  return load.used && std::isfinite(*load.used) && *load.used >= 0 && std::isfinite(load.capacity) && load.capacity > 0;
}

/// Replicas of which nothing is known are taken to damp the change that the known ones ask for.
Sum FillIn(Sum known, std::span<const ReplicaLoad> replicas, double ratio, const Goal& goal) {
  for (const auto& load : replicas) {
    const double capacity = load.capacity > 0 && std::isfinite(load.capacity) ? load.capacity : 1;
    if (load.ready && Judgeable(load)) continue;
    if (load.ready)
      known.Add(ratio < 1 ? capacity * std::max(1.0, goal.target) : 0, capacity);
    else if (ratio > 1)
      known.Add(0, capacity);
  }
  return known;
}

void SetBand(Recommendation& wanted, const Sum& known, const Goal& goal) {
  const double replicas_busy = known.used / (known.capacity / known.replicas);
  wanted.band_floor = std::min(wanted.count, CeilCount(replicas_busy / (goal.target * kHot)));
  wanted.band_ceiling = std::max(wanted.count, CeilCount(replicas_busy / (goal.target * kCool)));
}

Recommendation Wanted(int current, int count, double value, const Goal& goal) {
  Recommendation wanted{.count = count, .reason = Reason::kWithinRange};
  if (count > current) wanted.reason = Reason::kAboveTarget;
  if (count < current) wanted.reason = Reason::kBelowTarget;
  wanted.evidence = {goal.signal, {{"value", value}, {"target", goal.target}, {"tolerance", goal.tolerance}}};
  wanted.band_floor = wanted.band_ceiling = count;
  return wanted;
}

Recommendation Judged(int current, int count, const Sum& known, const Goal& goal) {
  auto wanted = Wanted(current, count, known.used / known.capacity, goal);
  SetBand(wanted, known, goal);
  return wanted;
}

Recommendation NothingToJudgeBy(int current, const Goal& goal) {
  return {.count = current,
          .reason = Reason::kNoSignal,
          .evidence = {goal.signal},
          .band_floor = current,
          .band_ceiling = current};
}

bool Usable(const std::optional<double>& value) { return value && std::isfinite(*value) && *value >= 0; }

/// The band: what the figure asks for at 1.15 × and at 0.75 × its target.
Recommendation WithBand(Recommendation wanted, double replicas_at_target) {
  wanted.band_floor = std::min(wanted.count, CeilCount(replicas_at_target / kHot));
  wanted.band_ceiling = std::max(wanted.count, CeilCount(replicas_at_target / kCool));
  return wanted;
}

}  // namespace

Recommendation Target(int current, std::span<const ReplicaLoad> replicas, const Goal& goal) {
  Sum known;
  bool missing = false, unready = false;
  for (const auto& load : replicas) {
    if (!load.ready)
      unready = true;
    else if (Judgeable(load))
      known.Add(*load.used, load.capacity);
    else
      missing = true;
  }
  if (known.replicas == 0) return NothingToJudgeBy(current, goal);

  const double ratio = known.Ratio(goal);
  if (!missing && !(unready && ratio > 1))
    return Judged(current, Within(ratio, goal) ? current : CeilCount(ratio * known.replicas), known, goal);

  const Sum filled = FillIn(known, replicas, ratio, goal);
  const double damped = filled.Ratio(goal);
  const bool turned = (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1);
  const int count = CeilCount(damped * filled.replicas);
  const bool backwards = (damped < 1 && count > current) || (damped > 1 && count < current);
  return Judged(current, Within(damped, goal) || turned || backwards ? current : count, known, goal);
}

Recommendation Burst(int current, std::span<const ReplicaLoad> ready, int starting, const Goal& goal) {
  Sum known;
  for (const auto& load : ready)
    if (load.ready && Judgeable(load)) known.Add(*load.used, load.capacity);
  if (known.replicas == 0) return NothingToJudgeBy(current, goal);
  // Those without a reading are taken to be as busy as the others.
  const double busy = known.used / known.capacity * static_cast<double>(ready.size());
  const double carrying = static_cast<double>(ready.size()) + starting;
  const double ratio = busy / carrying / goal.target;
  const int count = ratio <= 1 + goal.tolerance ? current : std::max(current, CeilCount(busy / goal.target));
  auto wanted = Judged(current, count, known, goal);
  if (count > current) wanted.reason = Reason::kBurst;
  return wanted;
}

Recommendation PerReplica(int current, std::optional<double> value, const Goal& goal) {
  if (!Usable(value)) return NothingToJudgeBy(current, goal);
  const double replicas = *value / goal.target;
  const bool near = current > 0 && Within(replicas / current, goal);
  return WithBand(Wanted(current, near ? current : CeilCount(replicas), *value, goal), replicas);
}

Recommendation Proportional(int current, int ready, std::optional<double> value, const Goal& goal) {
  if (!Usable(value) || (ready == 0 && current > 0)) return NothingToJudgeBy(current, goal);
  const double ratio = *value / goal.target;
  const double replicas = ratio * (current == 0 ? 1 : ready);
  const bool near = current > 0 && Within(ratio, goal);
  return WithBand(Wanted(current, near ? current : CeilCount(replicas), *value, goal), replicas);
}

}  // namespace docktor::decide
