#pragma once

#include <span>
#include <string>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::decide {

/// What one running replica uses of what it may use: cores of CPU, or bytes of memory.
struct ReplicaLoad {
  bool ready = false;          ///< serves; one that is starting or unhealthy is not judged by its load
  double capacity = 1;         ///< that it may use, > 0
  std::optional<double> used;  ///< mean over the window, >= 0; empty: no fresh reading
};

/// A figure that is to be kept near its target.
struct Goal {
  std::string signal = "cpu.utilization";
  double target = 0.60;     ///< > 0
  double tolerance = 0.10;  ///< no change while the ratio to the target is within 1 ± this
};

/// The replica count that brings mean utilization back to the goal, as Kubernetes HPA v2 computes it
/// (replica_calculator.go: GetResourceReplicas, with pods that miss metrics or are not ready filled in so that they
/// damp the change, never cause it).
///
/// `replicas`: all that run; `current` = what the service is meant to have now, which is kept where there is nothing
/// to judge by (kNoSignal). Bounds, rates and windows are not applied here: they are constraints.
Recommendation Target(int current, std::span<const ReplicaLoad> replicas, const Goal& goal);

/// The count that a burst of CPU asks for: never below `current`. `ready` are the loads of the last two seconds;
/// replicas that are still starting (`starting`) count as if they carried their share already, so that they are not
/// ordered twice.
Recommendation Burst(int current, std::span<const ReplicaLoad> ready, int starting, const Goal& goal);

/// The count at which each replica has `goal.target` of a figure of the whole service, e.g. of the jobs in a queue
/// (HPA: AverageValue). From 0 as well, so a queue that fills wakes a service that sleeps. `value` empty or no number:
/// kNoSignal.
Recommendation PerReplica(int current, std::optional<double> value, const Goal& goal);

/// The count that brings a figure of the whole service that does not add up, e.g. a latency, back to the goal: in
/// proportion to the `ready` replicas (HPA: Value).
Recommendation Proportional(int current, int ready, std::optional<double> value, const Goal& goal);

}  // namespace docktor::decide
