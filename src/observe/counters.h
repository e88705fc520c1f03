#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace docktor::observe {

/// What a replica's cgroup has counted since it was made, and what it holds now.
struct Counters {
  std::int64_t cpu_ns = 0;        ///< CPU time of all its threads
  std::int64_t periods = 0;       ///< scheduler periods in which it wanted to run under a CPU limit
  std::int64_t throttled = 0;     ///< those of them in which it was held back
  std::int64_t memory_bytes = 0;  ///< working set: usage less inactive file pages; 0 where the kernel keeps no account
  friend bool operator==(const Counters&, const Counters&) = default;
};

/// What is read less often than these: what a replica's network, disks and scheduler have counted, and how many
/// processes it has now. Empty: the kernel keeps no account of it, or not one of this replica alone.
struct IoCounters {
  std::optional<std::int64_t> rx_bytes = {};  ///< of all its interfaces but loopback
  std::optional<std::int64_t> tx_bytes = {};
  std::optional<std::int64_t> read_bytes = {};  ///< from and to block devices
  std::optional<std::int64_t> written_bytes = {};
  std::optional<std::int64_t> pids = {};
  std::optional<std::int64_t> cpu_pressure_us = {};  ///< time in which some task waited for a CPU
  friend bool operator==(const IoCounters&, const IoCounters&) = default;
};

/// Counters and when they were read, on a clock that nobody sets.
struct Sample {
  std::chrono::steady_clock::time_point at{};
  Counters counters;
  std::optional<IoCounters> io = {};  ///< not in every sample
};

}  // namespace docktor::observe
