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
  double Ratio(const TargetSettings& settings) const {
    return std::floor(100 * used / capacity + 1e-9) / (100 * settings.cpu);
  }
};

int CeilCount(double count) { return static_cast<int>(std::ceil(std::clamp(count - 1e-9, 0.0, kMostReplicas))); }

bool Within(double ratio, const TargetSettings& settings) { return std::abs(1 - ratio) <= settings.tolerance; }

/// Usable only: a figure that is no number, negative or endless never reaches a decision.
bool Usable(const ReplicaLoad& load) {
  return load.cpu_cores && std::isfinite(*load.cpu_cores) && *load.cpu_cores >= 0 && std::isfinite(load.capacity) &&
         load.capacity > 0;
}

/// Replicas of which nothing is known are taken to damp the change that the known ones ask for.
Sum FillIn(Sum known, std::span<const ReplicaLoad> replicas, double ratio, const TargetSettings& settings) {
  for (const auto& load : replicas) {
    const double capacity = load.capacity > 0 && std::isfinite(load.capacity) ? load.capacity : 1;
    if (load.ready && Usable(load)) continue;
    if (load.ready)
      known.Add(ratio < 1 ? capacity * std::max(1.0, settings.cpu) : 0, capacity);
    else if (ratio > 1)
      known.Add(0, capacity);
  }
  return known;
}

void SetBand(Recommendation& wanted, const Sum& known, const TargetSettings& settings) {
  const double replicas_busy = known.used / (known.capacity / known.replicas);
  wanted.band_floor = std::min(wanted.count, CeilCount(replicas_busy / (settings.cpu * kHot)));
  wanted.band_ceiling = std::max(wanted.count, CeilCount(replicas_busy / (settings.cpu * kCool)));
}

Recommendation Judged(int current, int count, const Sum& known, const TargetSettings& settings) {
  Recommendation wanted{.count = count, .reason = Reason::kWithinRange};
  if (count > current) wanted.reason = Reason::kAboveTarget;
  if (count < current) wanted.reason = Reason::kBelowTarget;
  wanted.evidence.figures = {
      {"cpu.utilization", known.used / known.capacity}, {"target", settings.cpu}, {"tolerance", settings.tolerance}};
  SetBand(wanted, known, settings);
  return wanted;
}

}  // namespace

Recommendation Target(int current, std::span<const ReplicaLoad> replicas, const TargetSettings& settings) {
  Sum known;
  bool missing = false, unready = false;
  for (const auto& load : replicas) {
    if (!load.ready)
      unready = true;
    else if (Usable(load))
      known.Add(*load.cpu_cores, load.capacity);
    else
      missing = true;
  }
  if (known.replicas == 0)
    return {.count = current, .reason = Reason::kNoSignal, .band_floor = current, .band_ceiling = current};

  const double ratio = known.Ratio(settings);
  if (!missing && !(unready && ratio > 1))
    return Judged(current, Within(ratio, settings) ? current : CeilCount(ratio * known.replicas), known, settings);

  const Sum filled = FillIn(known, replicas, ratio, settings);
  const double damped = filled.Ratio(settings);
  const bool turned = (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1);
  const int count = CeilCount(damped * filled.replicas);
  const bool backwards = (damped < 1 && count > current) || (damped > 1 && count < current);
  return Judged(current, Within(damped, settings) || turned || backwards ? current : count, known, settings);
}

Recommendation Burst(int current, std::span<const ReplicaLoad> ready, int starting, const TargetSettings& settings) {
  Sum known;
  for (const auto& load : ready)
    if (load.ready && Usable(load)) known.Add(*load.cpu_cores, load.capacity);
  if (known.replicas == 0)
    return {.count = current, .reason = Reason::kNoSignal, .band_floor = current, .band_ceiling = current};
  // Those without a reading are taken to be as busy as the others.
  const double busy = known.used / known.capacity * static_cast<double>(ready.size());
  const double carrying = static_cast<double>(ready.size()) + starting;
  const double ratio = busy / carrying / settings.cpu;
  const int count = ratio <= 1 + settings.tolerance ? current : std::max(current, CeilCount(busy / settings.cpu));
  auto wanted = Judged(current, count, known, settings);
  if (count > current) wanted.reason = Reason::kBurst;
  return wanted;
}

}  // namespace docktor::decide
