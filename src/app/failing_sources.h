#pragma once

#include <set>
#include <string>
#include <utility>

#include "core/reading.h"

namespace docktor::app {

/// Which sources fail, so that the log says it once, and once that one is read again. One thread at a time.
class FailingSources {
 public:
  enum class Turn {
    kNone,
    kFails,
    kIsBack,
  };
  /// What is new by this reading. A source that answers and has nothing to tell does not fail.
  Turn Take(const ServiceReading& reading);

 private:
  std::set<std::pair<ServiceKey, std::string>> failing_;  ///< by their signals
};

}  // namespace docktor::app
