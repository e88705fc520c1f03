#include "operations/world/meter.h"

#include <algorithm>

namespace docktor::operations {

void Meter::Take(const Readings& readings) {
  const std::lock_guard lock(mutex_);
  Instant newest{};
  for (const auto& reading : readings.replicas) {
    readings_[reading.replica].push_back(reading);
    newest = std::max(newest, reading.at);
  }
  if (newest != Instant{}) Forget(newest - kKept);
}

void Meter::Forget(Instant before) {
  for (auto entry = readings_.begin(); entry != readings_.end();) {
    auto& all = entry->second;
    while (!all.empty() && all.front().at < before) all.pop_front();
    entry = all.empty() ? readings_.erase(entry) : std::next(entry);
  }
}

std::optional<Usage> Meter::Since(const ContainerId& replica, Instant since) const {
  const std::lock_guard lock(mutex_);
  const auto found = readings_.find(replica);
  if (found == readings_.end()) return std::nullopt;
  Usage sum;
  double bytes = 0;
  for (const auto& reading : found->second) {
    if (reading.at <= since) continue;
    sum.cpu_cores += reading.cpu_cores;
    bytes += static_cast<double>(reading.memory_bytes);
    ++sum.readings;
  }
  if (sum.readings == 0) return std::nullopt;
  return Usage{sum.cpu_cores / sum.readings, static_cast<std::int64_t>(bytes / sum.readings), sum.readings};
}

}  // namespace docktor::operations
