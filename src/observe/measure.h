#pragma once

#include <optional>

#include "core/reading.h"
#include "observe/counters.h"

namespace docktor::observe {

/// What is made of one replica's samples, one after the other.
class Measure {
 public:
  /// Empty: nothing comes of this one and those before it (observe/rates.h).
  std::optional<Reading> Take(const ContainerId& replica, const Sample& sample, Instant at);

 private:
  std::optional<Sample> before_;
  std::optional<Sample> before_io_;  ///< the last that told of it
};

}  // namespace docktor::observe
