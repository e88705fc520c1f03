#pragma once

#include <optional>
#include <vector>

#include "core/replica.h"

namespace docktor::decide {

/// A replica that may go, and how busy it is.
struct Candidate {
  Replica replica;
  std::optional<double> cpu_cores = {};  ///< CPU seconds per second over the last window; empty: no fresh reading
};

/// Which `count` replicas go first, in that order; fewer where there are not so many. Those that exited are no replicas
/// and those that drain are on their way already: neither is chosen.
///
/// What serves least goes first: unhealthy or paused, then those of another config than that in force (see ConfigRank),
/// then those that are still starting (the newest first), then the ready ones by how busy they are, least first. A
/// ready replica without a reading comes after all that have one: missing is never read as idle. Equals: highest number
/// first, as Compose does it.
std::vector<ContainerId> Victims(const std::vector<Candidate>& candidates, int count);

}  // namespace docktor::decide
