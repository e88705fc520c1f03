#pragma once

#include "core/reading.h"
#include "core/service.h"

namespace docktor {

/// Where what was seen is sent. Called from the threads that see; never blocks.
class Observations {
 public:
  virtual ~Observations() = default;
  virtual void OnReadings(Readings readings) = 0;
  virtual void OnTopology(Topology topology) = 0;
  /// Told at once, before the topology that shows its effect.
  virtual void OnActivity(Activity activity) = 0;
  /// The engine does not answer (any more). Ends with the next OnTopology.
  virtual void OnEngineLost(Error error) = 0;
};

}  // namespace docktor
