#pragma once

#include "forecast/observation.h"
#include "forecast/unit_cost.h"

namespace docktor::forecast {

/// The demand that CPU alone tells: how many fully busy replicas these are, less what idle ones burn. One that was
/// created less than `start_time` and a while ago burns CPU that no request asked for: it counts as no busier than the
/// others are. Empty while all of them are so young.
std::optional<double> DemandByCpu(const std::vector<ReplicaWork>& ready, Duration start_time);

/// Measures demand: how many fully busy replicas the load is worth. From CPU while that tells it. While replicas are
/// pinned at their limit, or new ones still warm up (they burn CPU that no request asked for), from the requests where
/// a source counts them, else from the bytes received, at the CPU that one was seen to cost before.
class DemandMeter {
 public:
  /// Of one beat; `start_time`: a younger replica is still warming up. Empty where no replica is ready: what it was.
  double Measure(const Observation& seen, Duration start_time);

  /// In the last beat the replicas were at their limit: more may have been wanted than was seen.
  bool pinned() const { return pinned_; }

  /// See UnitCost::Ratio.
  double CostRatio() const { return requests_.known() ? requests_.Ratio() : bytes_.Ratio(); }

  void Teach(Lessons& to) const {
    to.requests = requests_.Lesson();
    to.bytes = bytes_.Lesson();
  }
  void Recall(const Lessons& lessons) {
    requests_.Recall(lessons.requests);
    bytes_.Recall(lessons.bytes);
  }

 private:
  double last_ = 1;
  bool pinned_ = false;
  UnitCost requests_, bytes_;
};

}  // namespace docktor::forecast
