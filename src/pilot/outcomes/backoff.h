#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::pilot {

/// Waits longer after each action in a row that failed: 10 s, 20 s, 40 s … up to a minute where the engine refused it,
/// or did not answer, which costs nobody anything; up to 5 min where replicas were started and were of no use.
class Backoff {
 public:
  static constexpr Duration kLongest = 5min;
  static constexpr Duration kLongestRefused = 1min;
  static constexpr Duration kProven = 60s;
  static constexpr Duration kAtOnce = 3s;  ///< replicas that crash together are one failure, told and then seen

  void Failed(Instant now, std::string why, Duration longest = kLongest) {
    if (succeeded_at_ && now - *succeeded_at_ >= kProven) failures_ = 0;
    succeeded_at_.reset();
    const bool at_once = now - failed_at_ < kAtOnce;
    if (!at_once) failures_ = std::min(failures_ + 1, 6);
    failed_at_ = now;
    const auto until = now + std::min(longest, Duration{10s} * (1 << (failures_ - 1)));
    until_ = at_once ? std::max(until, until_.value_or(until)) : until;
    why_ = std::move(why);
  }
  /// Forgets what failed before once nothing has failed for `kProven`: a replica may crash a moment after it was ready.
  /// Only replicas that became ready end the wait: a removal proves nothing of them.
  void Succeeded(Instant now, bool became_ready) {
    if (!succeeded_at_) succeeded_at_ = now;
    if (became_ready) until_.reset();
  }

  /// Somebody has started replicas: it is worth a try. If that fails too, the wait after it is the longer one.
  void EndWait() { until_.reset(); }

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
