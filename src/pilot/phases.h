#pragma once

#include <algorithm>
#include <string>
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

/// Of one that has exited, in words.
inline std::string HowItEnded(const Replica& replica) {
  const auto code = std::to_string(replica.exit_code);
  return replica.name + " ended with exit code " + code + (replica.out_of_memory ? ", out of memory" : "");
}

}  // namespace docktor::pilot
