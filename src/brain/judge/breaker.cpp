#include "brain/judge/breaker.h"

#include <algorithm>

namespace docktor::brain {
namespace {

bool MendedByWaiting(Trouble trouble) {
  return trouble != Trouble::kKeyRefused && trouble != Trouble::kNoSuchModel && trouble != Trouble::kNothingLeft &&
         trouble != Trouble::kNotUnderstood;
}

}  // namespace

std::optional<Instant> Breaker::Until(Instant now) const { return now < until_ ? std::optional(until_) : std::nullopt; }

void Breaker::Answered() { *this = {}; }

void Breaker::Failed(const Failure& failure, Instant now) {
  pause_ = MendedByWaiting(failure.trouble) ? std::clamp(2 * pause_, kFirst, kLongest) : kLongest;
  until_ = now + std::max(pause_, failure.retry_after.value_or(Duration{0}));
}

}  // namespace docktor::brain
