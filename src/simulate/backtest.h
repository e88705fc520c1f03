#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
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

/// A change of the count that a pilot ordered.
struct ReplayOrder {
  std::size_t point = 0;  ///< of the load, at which it came
  int to = 0;
  std::string sentence;  ///< "web 2 → 4: CPU at 91 % …"
};

/// How a service went over a recorded load.
struct Replay {
  double replica_hours = 0;              ///< of replicas that run or start
  double minutes_over = 0;               ///< in which the ready replicas were busier than `goal`
  int changes = 0;                       ///< of the count
  std::vector<int> counts;               ///< at each of the load's points
  std::vector<ReplayOrder> orders = {};  ///< oldest first; none of a record
};

/// What flies over a recorded load.
struct Flight {
  Spec spec;                                ///< has no sources and asks no model
  double goal = 1;                          ///< CPU
  std::optional<Duration> start_time = {};  ///< that a new replica takes; empty: 5 to 8 s
  std::function<bool()> stop = {};          ///< asked meanwhile; true ends it early
};

/// As it was; starting replicas count as if they served.
Replay AsRecorded(const RecordedLoad& load, double goal);
/// With the pilot that runs in production, which begins without having learned anything, on replicas like those that
/// ran. Only CPU and network decide. Seconds for a week of ten-second steps.
Replay Flown(const RecordedLoad& load, const Flight& flight);

}  // namespace docktor::simulate
