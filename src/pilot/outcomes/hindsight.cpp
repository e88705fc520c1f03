#include "pilot/outcomes/hindsight.h"

#include <algorithm>

#include <fmt/format.h>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

bool Contains(const std::vector<ContainerId>& ids, const ContainerId& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Hindsight::Hindsight(const Decision& decision, const std::vector<ContainerId>& ready, Duration window)
    : decision_(decision),
      served_(static_cast<int>(std::count_if(
          ready.begin(), ready.end(), [&](const ContainerId& id) { return !Contains(decision.action->remove, id); }))),
      window_(std::clamp<Duration>(window, 1min, 15min)) {}

void Hindsight::Wanted(int count, Instant now) {
  if (!effect_) return;
  const auto since = now - effect_->at;
  if (since < kSettled) return;
  most_ = std::max(count, most_.value_or(count));
  if (since < kEnough) least_ = std::min(count, least_.value_or(count));
}

void Hindsight::Overridden(int count) {
  if (Raised() ? count < to() : count > to()) overridden_ = count;
}

std::optional<std::string> Hindsight::Harm(const std::vector<Replica>& replicas, Instant now) {
  if (!effect_ || now - effect_->at > kHarmful) return std::nullopt;
  if (overloaded_ && !Raised()) return "those that were left are overloaded";
  const int serve = Count(replicas, Phase::kReady);
  if (serve >= served_) fewer_since_.reset();
  if (serve >= served_) return std::nullopt;
  if (!fewer_since_) fewer_since_ = now;
  if (now - *fewer_since_ < kSure) return std::nullopt;
  return fmt::format("{} of the {} that served before are left", serve, served_);
}

Outcome Hindsight::End(OutcomeKind kind, std::string message, Instant now) const {
  auto outcome = *effect_;
  outcome.kind = kind;
  outcome.message = std::move(message);
  outcome.at = now;
  return outcome;
}

std::optional<Outcome> Hindsight::Judge(Instant now) const {
  if (!effect_) return std::nullopt;
  if (overridden_) return End(OutcomeKind::kUserOverridden, fmt::format("a person wants {}", *overridden_), now);
  const auto since = now - effect_->at;
  if (since >= kEnough && least_ && *least_ > to())
    return End(OutcomeKind::kInsufficient,
               fmt::format("{} after it took effect no fewer than {} were wanted", ToText(kEnough), *least_), now);
  if (since < window_) return std::nullopt;
  if (Raised() && most_ && *most_ <= from())
    return End(OutcomeKind::kWasteful,
               fmt::format("in the {} after it no more than {} were wanted", ToText(window_), *most_), now);
  return *effect_;
}

}  // namespace docktor::pilot
