#pragma once

#include <deque>
#include <vector>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::decide {

/// A recommendation of the past.
struct PastWish {
  Instant at{};
  int count = 0;
};

/// A change that was made: `delta` replicas, positive for up.
struct ScaleEvent {
  Instant at{};
  int delta = 0;
};

/// How fast a service may move: stabilisation windows over past recommendations and rates over past changes, with the
/// meaning of HPA v2's `behavior` (horizontal.go: stabilizeRecommendationWithBehaviors,
/// convertDesiredReplicasWithBehaviorRate). Keeps what the windows need, no more.
class Pace {
 public:
  explicit Pace(std::vector<ScaleEvent> events = {}) : events_(events.begin(), events.end()) {}

  void Wished(Instant now, int count, const Behavior& behavior);
  void Scaled(Instant now, int delta);

  /// The constraints (rank kRate) that the windows and rates put on a service with `current` replicas at `now`.
  /// Expects the recommendation of this look to have been noted by `Wished`.
  std::vector<Constraint> Constraints(int current, const Behavior& behavior, Instant now) const;

 private:
  std::deque<PastWish> wishes_;    ///< oldest first
  std::deque<ScaleEvent> events_;  ///< oldest first
};

}  // namespace docktor::decide
