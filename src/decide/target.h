#pragma once

#include <span>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::decide {

/// What one running replica uses of what it may use.
struct ReplicaLoad {
  bool ready = false;               ///< serves; one that is starting or unhealthy is not judged by its load
  double capacity = 1;              ///< cores that it may use, > 0
  std::optional<double> cpu_cores;  ///< mean over the window, >= 0; empty: no fresh reading
};

/// The replica count that brings mean CPU utilization back to `settings.cpu`, as Kubernetes HPA v2 computes it
/// (replica_calculator.go: GetResourceReplicas, with pods that miss metrics or are not ready filled in so that they
/// damp the change, never cause it).
///
/// `replicas`: all that run; `current` = what the service is meant to have now, which is kept where there is nothing
/// to judge by (kNoSignal). Bounds, rates and windows are not applied here: they are constraints.
Recommendation Target(int current, std::span<const ReplicaLoad> replicas, const TargetSettings& settings);

/// The count that a burst asks for: never below `current`. `ready` are the loads of the last two seconds; replicas
/// that are still starting (`starting`) count as if they carried their share already, so that they are not ordered
/// twice.
Recommendation Burst(int current, std::span<const ReplicaLoad> ready, int starting, const TargetSettings& settings);

}  // namespace docktor::decide
