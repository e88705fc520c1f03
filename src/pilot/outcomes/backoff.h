#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::pilot {

/// Waits longer after each action in a row that failed: 10 s, 20 s, 40 s … 5 min.
class Backoff {
 public:
  static constexpr Duration kProven = 60s;
  static constexpr Duration kAtOnce = 1s;  ///< replicas that crash together are one failure

  void Failed(Instant now, std::string why) {
    if (succeeded_at_ && now - *succeeded_at_ >= kProven) failures_ = 0;
    succeeded_at_.reset();
    if (now - failed_at_ >= kAtOnce) failures_ = std::min(failures_ + 1, 6);
    failed_at_ = now;
    until_ = now + std::min(Duration{5min}, Duration{10s} * (1 << (failures_ - 1)));
    why_ = std::move(why);
  }
  /// Forgets what failed before once nothing has failed for `kProven`: a replica may crash a moment after it was ready.
  /// Only replicas that became ready end the wait: a removal proves nothing of them.
  void Succeeded(Instant now, bool became_ready) {
    if (!succeeded_at_) succeeded_at_ = now;
    if (became_ready) until_.reset();
  }

  /// Empty: nothing to wait for.
  std::optional<Instant> Until(Instant now) const { return until_ && *until_ > now ? until_ : std::nullopt; }
  const std::string& why() const { return why_; }

 private:
  int failures_ = 0;
  Instant failed_at_{};
  std::optional<Instant> succeeded_at_;  ///< first, since the last failure
  std::optional<Instant> until_;
  std::string why_;
};

}  // namespace docktor::pilot
