#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/load_point.h"
#include "core/spec.h"

namespace docktor::simulate {

/// A load that was recorded, without the times of which nothing is known.
struct RecordedLoad {
  Duration step{0};               ///< > 0
  std::vector<LoadPoint> points;  ///< one for each step that is played
  Duration missing{0};            ///< what was left out
};

/// Gaps of up to ten minutes are taken to go on as before; longer ones are left out. `points` oldest first.
RecordedLoad WithoutGaps(std::span<const LoadPoint> points, Duration step);

/// How a service went over a recorded load.
struct Replay {
  double replica_hours = 0;
  double minutes_over = 0;  ///< in which the ready replicas were busier than `goal`
  int changes = 0;          ///< of the count
  std::vector<int> counts;  ///< at each of the load's points
};

/// As it was; starting replicas count as if they served.
Replay AsRecorded(const RecordedLoad& load, double goal);
/// With the pilot that runs in production, which begins without having learned anything, on replicas like those that
/// ran. Only CPU and network decide: `spec` has no sources and asks no model. Seconds for a week of ten-second steps;
/// `stop` is asked meanwhile and ends it early.
Replay Flown(const RecordedLoad& load, Spec spec, double goal, const std::function<bool()>& stop = {});

}  // namespace docktor::simulate
