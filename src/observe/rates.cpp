#include "observe/rates.h"

#include <algorithm>

namespace docktor::observe {
namespace {

constexpr std::int64_t kMostPids = 4 << 20;  // the kernel's own limit

using Counter = std::optional<std::int64_t> IoCounters::*;

std::optional<double> PerSecond(const IoCounters& before, const IoCounters& after, Counter counter, double seconds) {
  const auto was = before.*counter, is = after.*counter;
  if (!was || !is || *is < *was) return std::nullopt;
  return static_cast<double>(*is - *was) / seconds;
}

}  // namespace

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

void AddIo(Reading& reading, const Sample& before, const Sample& after) {
  if (!after.io) return;
  if (after.io->pids) reading.pids = static_cast<int>(std::min<std::int64_t>(*after.io->pids, kMostPids));
  const auto elapsed = after.at - before.at;
  if (!before.io || elapsed < 1ms || elapsed > kLongestIoGap) return;
  const auto rate = [&](Counter counter) {
    return PerSecond(*before.io, *after.io, counter, std::chrono::duration<double>(elapsed).count());
  };
  reading.network_rx_bytes = rate(&IoCounters::rx_bytes);
  reading.network_tx_bytes = rate(&IoCounters::tx_bytes);
  reading.block_read_bytes = rate(&IoCounters::read_bytes);
  reading.block_written_bytes = rate(&IoCounters::written_bytes);
  if (const auto waited = rate(&IoCounters::cpu_pressure_us)) reading.cpu_pressure = std::min(1.0, *waited / 1e6);
}

}  // namespace docktor::observe
