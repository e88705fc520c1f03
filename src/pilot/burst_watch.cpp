#include "pilot/burst_watch.h"

#include <algorithm>
#include <cmath>

namespace docktor::pilot {

void BurstWatch::Note(const std::vector<Reading>& sweep, const std::vector<Replica>& replicas, double target) {
  double used = 0, capacity = 0, throttled = 0;
  int ready = 0;
  for (const auto& reading : sweep) {
    const auto replica =
        std::find_if(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == reading.replica; });
    if (replica == replicas.end() || replica->phase != Phase::kReady || !std::isfinite(reading.cpu_cores)) continue;
    used += reading.cpu_cores;
    capacity += Capacity(*replica);
    throttled += reading.throttled_ratio;
    ++ready;
  }
  if (ready == 0) return;  // a sweep that saw nothing neither confirms nor ends a burst
  const double utilization = used / capacity;
  const bool hot = utilization > (target + 1) / 2 || (utilization > target && throttled / ready > 0.25);
  hot_sweeps_ = hot ? hot_sweeps_ + 1 : 0;
}

}  // namespace docktor::pilot
