#pragma once

#include <optional>
#include <vector>

#include "core/latency_signal.h"
#include "core/time.h"

namespace docktor::forecast {

/// What one ready replica did over a beat.
struct ReplicaWork {
  double cpu = 0;       ///< share of what it may use, 0 to 1
  double received = 0;  ///< bytes a second; 0: not known
  Duration age{0};      ///< since it was created
  /// Share of the scheduler's periods in which it was held back at its limit; empty: it has none. 0: never, or nothing
  /// tells.
  std::optional<double> throttled = {};
};

/// How long its answers took.
struct SeenLatency {
  double seconds = 0;     ///< > 0
  LatencySignal of = {};  ///< what figure of them this is
};

/// A service over one beat. Replicas without a fresh reading are left out, and those that are there stand for them.
struct Observation {
  std::vector<ReplicaWork> ready;
  std::optional<double> requests = {};      ///< a second, where a source tells
  std::optional<SeenLatency> latency = {};  ///< likewise
};

}  // namespace docktor::forecast
