#pragma once

#include <chrono>
#include <cstdint>

namespace docktor::observe {

/// What a replica's cgroup has counted since it was made, and what it holds now.
struct Counters {
  std::int64_t cpu_ns = 0;        ///< CPU time of all its threads
  std::int64_t periods = 0;       ///< scheduler periods in which it wanted to run under a CPU limit
  std::int64_t throttled = 0;     ///< those of them in which it was held back
  std::int64_t memory_bytes = 0;  ///< working set: usage less inactive file pages; 0 where the kernel keeps no account
  friend bool operator==(const Counters&, const Counters&) = default;
};

/// Counters and when they were read, on the clock that nobody sets.
struct Sample {
  std::chrono::steady_clock::time_point at{};
  Counters counters;
};

}  // namespace docktor::observe
