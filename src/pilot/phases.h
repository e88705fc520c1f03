#pragma once

#include <algorithm>
#include <vector>

#include "core/replica.h"

namespace docktor::pilot {

/// How many of them are in that phase.
inline int Count(const std::vector<Replica>& replicas, Phase phase) {
  return static_cast<int>(
      std::count_if(replicas.begin(), replicas.end(), [phase](const Replica& r) { return r.phase == phase; }));
}
/// Whether it counts as a replica.
inline bool Counts(const Replica& replica) { return Runs(replica.phase); }

}  // namespace docktor::pilot
