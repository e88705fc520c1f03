#pragma once

#include <optional>

#include "core/time.h"

namespace docktor::forecast {

/// How long a replica of this service takes from being made to being ready, learned: rises at once, falls slowly, since
/// planning for a start that is faster than it will be costs requests.
class StartTime {
 public:
  void Took(Duration start);
  Duration Learned() const { return learned_; }
  /// Empty: none was seen.
  std::optional<Duration> Lesson() const { return seen_ ? std::optional(learned_) : std::nullopt; }

 private:
  Duration learned_ = 12s;  ///< of a service that was not seen starting
  bool seen_ = false;
};

}  // namespace docktor::forecast
