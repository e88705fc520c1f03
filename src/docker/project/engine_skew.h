#pragma once

#include <optional>

#include "core/service.h"
#include "core/time.h"

namespace docktor::docker {

/// By how much the engine's date is ahead of a clock here. The engine tells it to a second: differences of less than
/// two are none, and a known one is kept until it is as much off.
class EngineSkew {
 public:
  /// What both show now; without a date what is known stays.
  void Note(const std::optional<Instant>& engine, Instant here) {
    constexpr Duration kNoise = 2s;
    if (engine && std::chrono::abs(*engine - here - ahead_) > kNoise) ahead_ = *engine - here;
  }
  /// A time of the engine's, on the clock here.
  Instant Here(Instant there) const { return there == Instant{} ? there : there - ahead_; }
  void Shift(ServiceFacts& facts) const {
    for (auto& replica : facts.replicas) {
      replica.created_at = Here(replica.created_at);
      replica.started_at = Here(replica.started_at);
    }
  }

 private:
  Duration ahead_{0};
};

}  // namespace docktor::docker
