#include "observe/streams/stats.h"

#include <algorithm>
#include <cstdlib>

#include "core/time.h"
#include "docker/json_reader.h"
#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

using docker::Find;
using docker::Path;
using docker::Text;
using std::chrono::nanoseconds;

/// What is counted is not negative.
std::int64_t Number(const json::object& object, Path path) {
  return std::max<std::int64_t>(docker::Number(object, path), 0);
}

std::optional<std::int64_t> NumberIfThere(const json::object& object, Path path) {
  return Find(object, path) == nullptr ? std::nullopt : std::optional(Number(object, path));
}

/// Working set: v1 calls the inactive file pages otherwise than v2.
std::int64_t MemoryOf(const json::object& stats) {
  const auto usage = Number(stats, {"memory_stats", "usage"});
  const auto inactive = NumberIfThere(stats, {"memory_stats", "stats", "total_inactive_file"})
                            .value_or(Number(stats, {"memory_stats", "stats", "inactive_file"}));
  return inactive <= usage ? usage - inactive : usage;
}

void AddNetwork(const json::object& stats, IoCounters& io) {
  if (Find(stats, {"networks"}) == nullptr) return;
  io.rx_bytes = io.tx_bytes = 0;
  for (const auto& [name, network] : docker::Object(stats, {"networks"}))
    if (const auto* one = network.if_object()) {
      io.rx_bytes = Sum(*io.rx_bytes, Number(*one, {"rx_bytes"}));
      io.tx_bytes = Sum(*io.tx_bytes, Number(*one, {"tx_bytes"}));
    }
}

void AddBlocks(const json::object& stats, IoCounters& io) {
  const auto* list = Find(stats, {"blkio_stats", "io_service_bytes_recursive"});
  if (list == nullptr) return;
  io.read_bytes = io.written_bytes = 0;
  for (const auto& entry : docker::Array(stats, {"blkio_stats", "io_service_bytes_recursive"}))
    if (const auto* one = entry.if_object()) {
      const auto operation = Text(*one, {"op"});  // "Read" with v1, "read" with v2
      if (operation == "Read" || operation == "read") io.read_bytes = Sum(*io.read_bytes, Number(*one, {"value"}));
      if (operation == "Write" || operation == "write")
        io.written_bytes = Sum(*io.written_bytes, Number(*one, {"value"}));
    }
}

IoCounters IoOf(const json::object& stats) {
  IoCounters io;
  AddNetwork(stats, io);
  AddBlocks(stats, io);
  io.pids = NumberIfThere(stats, {"pids_stats", "current"});
  return io;
}

}  // namespace

std::optional<EngineSample> ParseStats(const json::object& stats, std::chrono::steady_clock::time_point arrived) {
  const auto read = ParseInstant(Text(stats, {"read"}));
  const auto cpu = NumberIfThere(stats, {"cpu_stats", "cpu_usage", "total_usage"});
  constexpr Instant kLatest{7'000'000'000'000ms};  // in nanoseconds it fits, and so do differences
  // One that does not run is told of with nothing in it.
  if (!read || *read <= Instant{} || *read > kLatest || !cpu || Number(stats, {"cpu_stats", "system_cpu_usage"}) == 0)
    return std::nullopt;
  EngineSample engine{.arrived = arrived};
  engine.sample.at = std::chrono::steady_clock::time_point(read->time_since_epoch());
  engine.sample.counters = {.cpu_ns = *cpu,
                            .periods = Number(stats, {"cpu_stats", "throttling_data", "periods"}),
                            .throttled = Number(stats, {"cpu_stats", "throttling_data", "throttled_periods"}),
                            .memory_bytes = MemoryOf(stats)};
  engine.sample.io = IoOf(stats);
  engine.host_ns = Number(stats, {"cpu_stats", "system_cpu_usage"});
  engine.cores = static_cast<int>(std::clamp<std::int64_t>(Number(stats, {"cpu_stats", "online_cpus"}), 0, 1 << 16));
  return engine;
}

bool ClockHeld(const EngineSample& before, const EngineSample& after) {
  using Seconds = std::chrono::duration<double>;
  const Seconds by_clock = after.sample.at - before.sample.at;
  const auto agrees = [&](Seconds other) { return std::chrono::abs(by_clock - other) <= 250ms + other / 10; };
  if (agrees(after.arrived - before.arrived)) return true;
  return after.cores > 0 && agrees(nanoseconds((after.host_ns - before.host_ns) / after.cores));
}

}  // namespace docktor::observe
