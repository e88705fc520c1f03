#include "pilot/others/engine_return.h"

#include <algorithm>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

bool IsDescribed(const ServiceFacts& facts) {
  return std::none_of(facts.obstacles.begin(), facts.obstacles.end(),
                      [](const Obstacle& o) { return o.reason == Reason::kEngineLost; });
}

/// When its run began, counted from when it was made: that stays the same when the engine's clock is set.
Duration RunOf(const Replica& replica) { return replica.started_at - replica.created_at; }

}  // namespace

void EngineReturn::Note(const ServiceFacts& before, const ServiceFacts& now) {
  if (!IsDescribed(before) || !IsDescribed(now)) {
    hidden_ = true;
    return;
  }
  for (const auto& replica : now.replicas) {
    if (!Runs(replica)) continue;
    const auto* was = Find(before.replicas, replica.id);
    const bool known = was != nullptr && HasStarted(*was), ran = known && Runs(*was);
    made_ |= !known && !replica.copy;
    went_on_ |= ran && RunOf(*was) == RunOf(replica);
    began_anew_ |= ran && RunOf(*was) != RunOf(replica);
  }
}

}  // namespace docktor::pilot
