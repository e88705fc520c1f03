#pragma once

#include "core/spec.h"
#include "pilot/reading_log.h"

namespace docktor::pilot {

/// Says when load rises too fast to wait for the next look: two sweeps in a row in which the ready replicas are above
/// halfway between `target` (of CPU) and 100 %, or over target and throttled in more than a quarter of the periods.
class BurstWatch {
 public:
  void Note(const std::vector<Reading>& sweep, const std::vector<Replica>& replicas, double target);
  bool Burst() const { return hot_sweeps_ >= 2; }

 private:
  int hot_sweeps_ = 0;
};

}  // namespace docktor::pilot
