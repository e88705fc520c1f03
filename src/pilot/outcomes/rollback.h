#pragma once

#include <optional>
#include <string>

#include "core/decision.h"

namespace docktor::pilot {

/// Takes back an action that made things worse: another count holds until it is reached, for a minute at most. Ranks
/// with a person's command, so that bounds and engine facts hold and rates and windows do not.
class Rollback {
 public:
  static constexpr Duration kAtMost = 1min;

  void Begin(const Decision& worse, int count, const std::string& why, Instant now);
  /// Ends once so many run, or its time is up.
  void Note(int running, Instant now) {
    if (limit_ && (running == limit_->floor || now >= *limit_->until)) limit_.reset();
  }
  /// Somebody said what should be.
  void End() { limit_.reset(); }
  const std::optional<Constraint>& Limit() const { return limit_; }

 private:
  std::optional<Constraint> limit_;
};

}  // namespace docktor::pilot
