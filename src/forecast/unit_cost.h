#pragma once

#include "core/lessons.h"

namespace docktor::forecast {

/// What one unit of load (a byte received, a request) costs: learned while CPU tells the demand, used while it does
/// not.
class UnitCost {
 public:
  /// Of one beat; `per_second` > 0.
  void Learn(double demand, double per_second);

  bool known() const { return learned_.beats > 0; }
  /// In fully busy replicas.
  double Demand(double per_second) const { return learned_.recent * per_second; }
  /// What a unit cost in the first hour to what it costs now: below 1, requests have become dearer, as after a slower
  /// release. 1 for the first hour.
  double Ratio() const;

  const CostLesson& Lesson() const { return learned_; }
  /// What cannot be is not taken.
  void Recall(const CostLesson& lesson);

 private:
  CostLesson learned_;
};

}  // namespace docktor::forecast
