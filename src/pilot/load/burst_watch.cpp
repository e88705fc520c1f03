#include "pilot/load/burst_watch.h"

#include <algorithm>
#include <cmath>

#include "pilot/load/reading_log.h"
#include "pilot/phases.h"

namespace docktor::pilot {

std::optional<SweepLoad> LoadOf(const std::vector<Reading>& sweep, const std::vector<Replica>& replicas, Instant now) {
  SweepLoad load;
  load.ready.reserve(sweep.size());
  double used = 0, capacity = 0, throttled = 0;
  for (const auto& reading : sweep) {
    const auto* replica = Find(replicas, reading.replica);
    if (replica == nullptr || replica->phase != Phase::kReady || !std::isfinite(reading.cpu_cores)) continue;
    used += reading.cpu_cores;
    capacity += Capacity(*replica);
    throttled += reading.throttled_ratio;
    load.ready.push_back(
        {.cpu = std::clamp(reading.cpu_cores / Capacity(*replica), 0.0, 1.0), .age = now - replica->created_at});
  }
  if (load.ready.empty()) return std::nullopt;
  load.utilization = used / capacity;
  load.throttled = throttled / static_cast<double>(load.ready.size());
  return load;
}

bool IsHot(const SweepLoad& load, double target) {
  return load.utilization > (target + 1) / 2 || (load.utilization > target && load.throttled > 0.25);
}

}  // namespace docktor::pilot
