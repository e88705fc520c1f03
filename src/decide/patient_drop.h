#pragma once

#include <vector>

#include "core/time.h"

namespace docktor::decide {

/// Drops as one stops renting skis: once what the superfluous replicas have cost since they were last needed comes to
/// what taking them away and starting them again would cost. One superfluous replica waits long, ten of them short.
class PatientDrop {
 public:
  static constexpr Duration kLeast = 60s;  ///< no drop, however large, before it was right for this long

  /// `best`: the count that costs least at present. What is needed before the first call is not known: taken for
  /// needed.
  void Note(int best, int min, int max, Instant now);
  /// The lowest count down to which (current - count) × time is at least `patience` replica-seconds; else `current`.
  int Lowest(int current, double patience, Instant now) const;

  /// What the superfluous ones of `current` have cost since they were last needed: of the drops that are possible the
  /// one for which it is most; replica-seconds.
  double Spent(int current, Instant now) const;

 private:
  std::vector<Instant> needed_;  ///< when more than min + index replicas were last best
  int min_ = 0;
};

}  // namespace docktor::decide
