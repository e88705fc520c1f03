#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

/// What one replica used in the time up to `at`. Made from two samples of its counters, so the first sample of a
/// replica, one after a counter reset, and one after a gap make no reading: missing, never zero.
struct Reading {
  ContainerId replica;
  Instant at{};
  Duration over{};                ///< the time between the two samples, > 0
  double cpu_cores = 0;           ///< CPU seconds per second, >= 0
  double throttled_ratio = 0;     ///< share of the scheduler's periods in which it was held back, 0..1
  std::int64_t memory_bytes = 0;  ///< working set: usage less inactive file pages
};
BOOST_DESCRIBE_STRUCT(Reading, (), (replica, at, over, cpu_cores, throttled_ratio, memory_bytes))

/// The machine that the engine runs on.
struct HostReading {
  Instant at{};
  int cores = 1;
  double cpu_utilization = 0;  ///< of all cores, 0..1
  std::int64_t memory_bytes = 0;
  std::int64_t memory_available_bytes = 0;  ///< the kernel's MemAvailable
};
BOOST_DESCRIBE_STRUCT(HostReading, (), (at, cores, cpu_utilization, memory_bytes, memory_available_bytes))

/// One sweep over all replicas that are watched.
struct Readings {
  std::vector<Reading> replicas;
  std::optional<HostReading> host;
};
BOOST_DESCRIBE_STRUCT(Readings, (), (replicas, host))

}  // namespace docktor
