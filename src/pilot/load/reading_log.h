#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/reading.h"
#include "core/replica.h"
#include "decide/target.h"

namespace docktor::pilot {

/// What is kept of a reading: little, because a fleet keeps many.
struct ReplicaUse {
  Instant at{};
  Duration over{};
  double cpu_cores = 0;
  double throttled_ratio = 0;
  std::int64_t memory_bytes = 0;
  std::optional<double> network_rx_bytes = {};
};

/// The newest readings of a service's replicas. What is no number, negative or out of this world is dropped on the
/// way in: such a replica is missing, never idle.
class ReadingLog {
 public:
  static constexpr Duration kKept = 15s;  ///< the window of a regular look
  static constexpr Duration kFresh = 5s;  ///< a replica whose newest reading is older is missing

  void Add(const std::vector<Reading>& sweep, Instant now);
  /// Forgets replicas that are not listed.
  void Keep(const std::vector<Replica>& replicas);

  /// Mean of cpu_cores over the readings since `since`; empty where the newest is not fresh.
  std::optional<double> Cores(const ContainerId& id, Instant since, Instant now) const;
  const ReplicaUse* Newest(const ContainerId& id, Instant now) const;  ///< null where not fresh
  /// Bytes a second received from the network, the mean of what is kept; empty where nothing fresh tells.
  std::optional<double> Received(const ContainerId& id, Instant now) const;
  /// The largest working set among all fresh readings; 0 where there is none.
  std::int64_t LargestMemory(Instant now) const;

  /// The loads of these replicas since `since`.
  std::vector<decide::ReplicaLoad> Loads(const std::vector<Replica>& replicas, Instant since, Instant now) const;
  /// Their newest working sets; `host_bytes` is the memory of a replica without a limit (0: unknown, then it has none).
  std::vector<decide::ReplicaLoad> MemoryLoads(const std::vector<Replica>& replicas, Instant now,
                                               std::int64_t host_bytes) const;
  /// cpu.utilization, cpu.throttled_ratio and memory.utilization of the ready ones among `replicas`; `host_bytes` is
  /// the memory of a replica without a limit (0: unknown).
  std::vector<Signal> Signals(const std::vector<Replica>& replicas, Instant since, Instant now,
                              std::int64_t host_bytes) const;

 private:
  std::map<ContainerId, std::vector<ReplicaUse>> log_;  ///< oldest first
};

/// Cores that a replica may use: its limit, or one where it has none (what `docker stats` calls 100 %).
double Capacity(const Replica& replica);

}  // namespace docktor::pilot
