#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/config_rank.h"
#include "core/replica.h"

namespace docktor::pilot {

/// How many of them are in that phase.
inline int Count(const std::vector<Replica>& replicas, Phase phase) {
  return static_cast<int>(
      std::count_if(replicas.begin(), replicas.end(), [phase](const Replica& r) { return r.phase == phase; }));
}
/// It runs, or has done so.
inline bool HasStarted(const Replica& replica) { return Runs(replica) || replica.started_at >= replica.created_at; }
/// The one with this id; null: there is none.
inline const Replica* Find(const std::vector<Replica>& replicas, const ContainerId& id) {
  const auto found = std::find_if(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == id; });
  return found == replicas.end() ? nullptr : &*found;
}

/// The one that a copy is made of; null: there is none.
inline const Replica* CopiedOf(const std::vector<Replica>& replicas) {
  const auto found = std::max_element(replicas.begin(), replicas.end(),
                                      [](const Replica& a, const Replica& b) { return ConfigRank(a) < ConfigRank(b); });
  return found == replicas.end() ? nullptr : &*found;
}

/// Of one that has exited, in words.
inline std::string HowItEnded(const Replica& replica) {
  const auto code = std::to_string(replica.exit_code);
  return replica.name + " ended with exit code " + code + (replica.out_of_memory ? ", out of memory" : "");
}

}  // namespace docktor::pilot
