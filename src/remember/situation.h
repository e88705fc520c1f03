#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/decision.h"

namespace docktor::remember {

/// The situation of a look as numbers: the nearer, the more alike.
///
/// Signals count by their proportion, those near zero by their amount, and counts likewise. Beside them stand the trend
/// of the first signal, and, with little weight, the hour and the weekday.
class Situation {
 public:
  /// At this distance a situation is no longer much like another: a load, or a number of replicas, about a third off.
  static constexpr double kAlike = 0.35;

  /// `before`: the look on record before this one, for the trend; null: there is none.
  Situation(const Decision& look, const Decision* before);

  /// >= 0. A signal that only one of them has is as far off as one that is several times higher.
  double DistanceTo(const Situation& other) const;

 private:
  std::vector<std::pair<std::string, double>> signals_;  ///< those with a value, by name
  std::array<double, 9> rest_;                           ///< trend, counts, hour, weekday
};

}  // namespace docktor::remember
