#include "decide/threshold.h"

#include <algorithm>
#include <cmath>

namespace docktor::decide {
namespace {

constexpr double kNoise = 1e-9;  // of sums: exactly at an edge is not beyond it

struct Mean {
  double now = 0;   ///< of the ready replicas
  double then = 0;  ///< once those that are starting carry their share
};

/// Empty: no ready replica has a usable reading.
std::optional<Mean> MeanOf(std::span<const ReplicaLoad> replicas) {
  double used = 0, ready = 0, starting = 0;
  for (const auto& load : replicas) {
    if (!std::isfinite(load.capacity) || load.capacity <= 0) continue;
    if (!load.ready) starting += load.capacity;
    if (!load.ready || !load.used || !std::isfinite(*load.used) || *load.used < 0) continue;
    used += *load.used;
    ready += load.capacity;
  }
  return ready > 0 ? std::optional(Mean{used / ready, used / (ready + starting)}) : std::nullopt;
}

}  // namespace

Recommendation Threshold(int current, std::span<const ReplicaLoad> replicas, const ThresholdSettings& settings) {
  Recommendation wanted{
      .strategy = "threshold", .count = current, .reason = Reason::kNoSignal, .evidence = {"cpu.utilization"}};
  if (const auto mean = MeanOf(replicas)) {
    wanted.evidence.figures = {{"value", mean->now}, {"cpu_high", settings.cpu_high}, {"cpu_low", settings.cpu_low}};
    wanted.reason = Reason::kWithinRange;
    if (mean->then > settings.cpu_high + kNoise) {
      wanted.count = current + settings.step_up;
      wanted.reason = Reason::kAboveTarget;
    } else if (mean->now < settings.cpu_low - kNoise) {
      wanted.count = std::max(0, current - settings.step_down);
      wanted.reason = Reason::kBelowTarget;
    }
  }
  wanted.band_floor = wanted.band_ceiling = wanted.count;
  return wanted;
}

}  // namespace docktor::decide
