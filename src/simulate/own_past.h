#pragma once

#include <vector>

#include "core/load_point.h"

namespace docktor::simulate {

/// What a simulated service's load has been, in steps of five minutes, as the store of a real one would know it.
class OwnPast {
 public:
  /// A tick's load, at the tick's begin. Returns whether a step ended before it.
  bool Note(const LoadPoint& tick);
  /// Oldest first, 35 days.
  const std::vector<LoadPoint>& steps() const { return steps_; }

 private:
  std::vector<LoadPoint> steps_;
  LoadPoint sum_;
  int ticks_ = 0;
};

}  // namespace docktor::simulate
