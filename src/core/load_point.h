#pragma once

#include "core/time.h"

namespace docktor {

/// What a service's load was over one step of time.
struct LoadPoint {
  Instant at{};        ///< the step's begin
  double demand = 0;   ///< in fully busy replicas, as far as those that ran could show it
  double running = 0;  ///< replicas, on average
};

}  // namespace docktor
