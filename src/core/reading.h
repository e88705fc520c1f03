#pragma once

#include <cstdint>
#include <optional>
#include <string>
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
  // Read less often, so not in every reading; per second where they are rates.
  std::optional<double> network_rx_bytes = {};
  std::optional<double> network_tx_bytes = {};
  std::optional<double> block_read_bytes = {};
  std::optional<double> block_written_bytes = {};
  std::optional<int> pids = {};
  std::optional<double> cpu_pressure = {};  ///< PSI: share of the time in which some task waited for a CPU, 0..1
};
BOOST_DESCRIBE_STRUCT(Reading, (),
                      (replica, at, over, cpu_cores, throttled_ratio, memory_bytes, network_rx_bytes, network_tx_bytes,
                       block_read_bytes, block_written_bytes, pids, cpu_pressure))

/// What a source outside the containers said of a whole service, or why it did not.
struct ServiceReading {
  ServiceKey service;
  std::string signal;  ///< "requests_per_second", "queue.length", …
  Instant at{};
  std::optional<double> value = {};  ///< empty: the source failed or, without an error, has nothing to tell
  std::string error = {};
};
BOOST_DESCRIBE_STRUCT(ServiceReading, (), (service, signal, at, value, error))

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
  std::vector<ServiceReading> services = {};
};
BOOST_DESCRIBE_STRUCT(Readings, (), (replicas, host, services))

}  // namespace docktor
