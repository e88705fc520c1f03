#include "observe/rates.h"

#include <algorithm>

namespace docktor::observe {

std::optional<Reading> MakeReading(const ContainerId& replica, const Sample& before, const Sample& after, Instant at) {
  const auto elapsed = after.at - before.at;
  const auto& was = before.counters;
  const auto& is = after.counters;
  if (elapsed < 1ms || elapsed > kLongestGap) return std::nullopt;
  if (is.cpu_ns < was.cpu_ns || is.periods < was.periods || is.throttled < was.throttled) return std::nullopt;

  const auto nanoseconds = static_cast<double>(std::chrono::nanoseconds(elapsed).count());
  const auto periods = static_cast<double>(is.periods - was.periods);
  const auto throttled = static_cast<double>(is.throttled - was.throttled);
  return Reading{.replica = replica,
                 .at = at,
                 .over = std::chrono::duration_cast<Duration>(elapsed),
                 .cpu_cores = static_cast<double>(is.cpu_ns - was.cpu_ns) / nanoseconds,
                 .throttled_ratio = periods > 0 ? std::min(1.0, throttled / periods) : 0.0,
                 .memory_bytes = is.memory_bytes};
}

}  // namespace docktor::observe
