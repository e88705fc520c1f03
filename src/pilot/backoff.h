#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::pilot {

/// Waits longer after each action in a row that failed: 10 s, 20 s, 40 s … 5 min.
class Backoff {
 public:
  void Failed(Instant now, std::string why) {
    failures_ = std::min(failures_ + 1, 6);
    until_ = now + std::min(Duration{5min}, Duration{10s} * (1 << (failures_ - 1)));
    why_ = std::move(why);
  }
  void Succeeded() { failures_ = 0, until_.reset(); }

  /// Empty: nothing to wait for.
  std::optional<Instant> Until(Instant now) const { return until_ && *until_ > now ? until_ : std::nullopt; }
  const std::string& why() const { return why_; }

 private:
  int failures_ = 0;
  std::optional<Instant> until_;
  std::string why_;
};

}  // namespace docktor::pilot
