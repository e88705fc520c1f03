#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "core/reading.h"

namespace docktor::operations {

/// What one replica used over a time, on average.
struct Usage {
  double cpu_cores = 0;  ///< CPU seconds per second
  std::int64_t memory_bytes = 0;
  int readings = 0;  ///< > 0
};

/// The last five minutes of readings of every replica. Thread-safe.
class Meter {
 public:
  static constexpr Duration kKept = 5min;

  void Take(const Readings& readings);
  /// Empty where there is no reading of it since then.
  std::optional<Usage> Since(const ContainerId& replica, Instant since) const;

 private:
  void Forget(Instant before);

  mutable std::mutex mutex_;
  std::map<ContainerId, std::deque<Reading>> readings_;
};

}  // namespace docktor::operations
