#pragma once

#include <optional>
#include <vector>

#include "core/reading.h"
#include "core/replica.h"
#include "forecast/observation.h"

namespace docktor::pilot {

/// What the ready replicas did in one sweep.
struct SweepLoad {
  std::vector<forecast::ReplicaWork> ready;
  double utilization = 0;  ///< of all that they may use
  double throttled = 0;    ///< mean share of their periods
};
/// Empty where the sweep saw none of them.
std::optional<SweepLoad> LoadOf(const std::vector<Reading>& sweep, const std::vector<Replica>& replicas, Instant now);

/// Above halfway between `target` (of CPU) and 100 %, or over target and throttled in more than a quarter of the
/// periods.
bool IsHot(const SweepLoad& load, double target);

/// Says when load rises too fast to wait for the next look: two hot sweeps in a row. One that saw nothing neither
/// confirms nor ends a burst.
class BurstWatch {
 public:
  void Note(bool hot) { hot_sweeps_ = hot ? hot_sweeps_ + 1 : 0; }
  bool Burst() const { return hot_sweeps_ >= 2; }

 private:
  int hot_sweeps_ = 0;
};

}  // namespace docktor::pilot
