#pragma once

#include <span>
#include <vector>

#include "core/load_point.h"

namespace docktor::forecast {

/// What was asked of a service as means over five minutes each, so that the same time of another day is a fixed
/// distance away. What replicas burn while idle is taken off.
class LoadGrid {
 public:
  static constexpr Duration kStep = 5min;
  static constexpr int kHour = 1h / kStep, kDay = 24h / kStep, kWeek = 7 * kDay;

  /// `history` oldest first; what is after the last whole step before `now` is left out.
  LoadGrid(std::span<const LoadPoint> history, Instant now);

  int size() const { return static_cast<int>(means_.size()); }
  Instant At(int step) const { return first_ + step * kStep; }
  /// Busy replicas; no number where nothing was seen, or out of the grid.
  double operator[](int step) const;
  /// The mean of up to `count` steps, `apart` from one another, of which `last` is the newest; no number where none was
  /// seen.
  double Mean(int last, int apart, int count) const;

 private:
  Instant first_{};
  std::vector<double> means_;
};

}  // namespace docktor::forecast
