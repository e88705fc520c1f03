#pragma once

#include "forecast/observation.h"

namespace docktor::forecast {

/// Measures demand: how many fully busy replicas the load is worth. From CPU while that tells it. While replicas are
/// pinned at their limit, or new ones still warm up (they burn CPU that no request asked for), from the bytes received,
/// at the CPU that a byte was seen to cost before.
class DemandMeter {
 public:
  /// Of one beat; `start_time`: a younger replica is still warming up. Empty where no replica is ready: what it was.
  double Measure(const Observation& seen, Duration start_time);

  /// What a byte cost in the first hour to what it costs now: below 1, requests have become dearer, as after a slower
  /// release. 1 for the first hour.
  double CostRatio() const;

 private:
  void LearnCost(double demand, double received);

  double last_ = 1;
  int learned_beats_ = 0;
  double cost_ = 0;        ///< CPU per byte, over three minutes
  double slow_cost_ = 0;   ///< over half an hour
  double first_cost_ = 0;  ///< of the first hour
};

}  // namespace docktor::forecast
