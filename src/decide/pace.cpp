#include "decide/pace.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace docktor::decide {
namespace {

constexpr Duration kLongestPeriod = 1h;  // of a rate policy; settings refuse longer ones

struct Limit {
  int count;
  Instant until;  ///< when the oldest change that it counts leaves its period
};

/// Replicas that were added (sign +1) or removed (-1) within `period`, and when the first of them falls out of it.
Limit Moved(const std::deque<ScaleEvent>& events, Duration period, int sign, Instant now) {
  Limit moved{0, now};
  for (const auto& event : events) {
    if (event.at <= now - period || event.delta * sign <= 0) continue;
    if (moved.count == 0) moved.until = event.at + period;
    moved.count += std::abs(event.delta);
  }
  return moved;
}

/// How far one policy lets the count go.
Limit LimitOf(const RatePolicy& policy, const std::deque<ScaleEvent>& events, int current, int sign, Instant now) {
  const auto added = Moved(events, policy.period, +1, now);
  const auto removed = Moved(events, policy.period, -1, now);
  const double start = std::max(0, current - added.count + removed.count);
  const double amount = policy.kind == RateKind::kReplicas ? policy.amount : start * policy.amount / 100.0;
  const double limit = sign > 0 ? std::ceil(start + amount - 1e-9) : std::trunc(std::max(0.0, start - amount));
  return {static_cast<int>(std::min(limit, 1e9)), (sign > 0 ? added : removed).until};
}

std::optional<Constraint> RateConstraint(const ScalingRules& rules, const std::deque<ScaleEvent>& events, int current,
                                         int sign, Instant now) {
  Constraint c{.reason = sign > 0 ? Reason::kScaleUpLimit : Reason::kScaleDownLimit, .rank = Rank::kRate};
  if (rules.select == Select::kDisabled) {
    (sign > 0 ? c.ceiling : c.floor) = current;
    return c;
  }
  std::optional<Limit> chosen;
  for (const auto& policy : rules.policies) {
    const auto limit = LimitOf(policy, events, current, sign, now);
    const bool most = rules.select == Select::kMax;
    const bool further = chosen && (sign > 0 ? limit.count > chosen->count : limit.count < chosen->count);
    if (!chosen || further == most) chosen = limit;
  }
  if (!chosen) return std::nullopt;
  if (sign > 0)
    c.ceiling = std::max(current, chosen->count);
  else
    c.floor = std::min(current, chosen->count);
  if (chosen->until > now) c.until = chosen->until;
  return c;
}

/// Of the recommendations in the window the most cautious counts: the lowest for going up, the highest for going down.
std::optional<Constraint> WindowConstraint(const std::deque<PastWish>& wishes, Duration window, int current, int sign,
                                           Instant now) {
  const PastWish* cautious = nullptr;
  for (const auto& wish : wishes) {
    if (wish.at <= now - window) continue;
    if (cautious == nullptr || (sign > 0 ? wish.count <= cautious->count : wish.count >= cautious->count))
      cautious = &wish;
  }
  if (window <= Duration{0} || cautious == nullptr) return std::nullopt;
  Constraint c{.reason = sign > 0 ? Reason::kScaleUpStabilized : Reason::kScaleDownStabilized,
               .rank = Rank::kRate,
               .until = cautious->at + window};
  (sign > 0 ? c.ceiling : c.floor) = sign > 0 ? std::max(current, cautious->count) : std::min(current, cautious->count);
  c.evidence.figures = {{"wanted", static_cast<double>(cautious->count)}, {"seconds_ago", Seconds(now - cautious->at)}};
  return c;
}

}  // namespace

void Pace::Wished(Instant now, int count, const Behavior& behavior) {
  wishes_.push_back({now, count});
  const auto longest = std::max(behavior.up.window, behavior.down.window);
  while (wishes_.size() > 1 && wishes_.front().at <= now - longest) wishes_.pop_front();
}

void Pace::Scaled(Instant now, int delta) {
  events_.push_back({now, delta});
  while (!events_.empty() && events_.front().at <= now - kLongestPeriod) events_.pop_front();
}

std::vector<Constraint> Pace::Constraints(int current, const Behavior& behavior, Instant now) const {
  std::vector<Constraint> all;
  for (const int sign : {+1, -1}) {
    const auto& rules = sign > 0 ? behavior.up : behavior.down;
    if (auto c = WindowConstraint(wishes_, rules.window, current, sign, now)) all.push_back(*std::move(c));
    if (auto c = RateConstraint(rules, events_, current, sign, now)) all.push_back(*std::move(c));
  }
  return all;
}

}  // namespace docktor::decide
