#pragma once

#include <optional>

#include "brain/model.h"
#include "core/time.h"

namespace docktor::brain {

/// Leaves an endpoint alone for a while that does not answer, longer each time: from 10 s to 5 min, or for as long as
/// it has asked for. What no waiting mends (a wrong key, a model that it does not have) is tried again at the longest.
class Breaker {
 public:
  static constexpr Duration kFirst = 10s;
  static constexpr Duration kLongest = 5min;

  /// Empty: it may be asked.
  std::optional<Instant> Until(Instant now) const;
  void Answered();
  void Failed(const Failure& failure, Instant now);

 private:
  Duration pause_{0};
  Instant until_{};
};

}  // namespace docktor::brain
