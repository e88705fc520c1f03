#include "pilot/sizing.h"

#include <algorithm>
#include <cmath>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr double kSteps = 20;      // to a core: limits are multiples of a twentieth
constexpr double kWorthIt = 1.1;   // a smaller raise is left
constexpr double kMuchLess = 0.8;  // of its limit is needed by a replica that shrinks
constexpr double kNothing = 1e-6;  // what arithmetic may leave

double RoundedUp(double cpus) { return std::ceil(cpus * kSteps - kNothing) / kSteps; }

/// The newest one's: what Compose gave it, unless a resize of that configuration is on record.
double OrdinaryOf(const Replica& newest, const std::optional<Resize>& last) {
  return last && last->config_hash == newest.config_hash ? last->ordinary : *newest.limits.cpus;
}

}  // namespace

std::optional<Resize> Sizing::Judge(const std::vector<Replica>& replicas, const Question& asked, Instant now) {
  Note(asked, now);
  const Replica* newest = nullptr;
  double least = 0, most = 0;
  for (const auto& replica : replicas) {
    if (!Runs(replica)) continue;
    if (!replica.limits.cpus) return std::nullopt;
    least = newest == nullptr ? *replica.limits.cpus : std::min(least, *replica.limits.cpus);
    most = std::max(most, *replica.limits.cpus);
    if (newest == nullptr || replica.created_at >= newest->created_at) newest = &replica;
  }
  if (newest == nullptr) return std::nullopt;
  Resize resize{.from = most, .ordinary = OrdinaryOf(*newest, last_), .config_hash = newest->config_hash};
  const auto to = Target(resize, least, asked, now);
  if (!to) return std::nullopt;
  resize.to = *to;
  return resize;
}

void Sizing::Note(const Question& asked, Instant now) {
  if (!since_) since_ = now;
  if (asked.needed && std::isfinite(*asked.needed)) needs_.push_back({now, *asked.needed});
  while (!needs_.empty() && now - needs_.front().at > asked.window) needs_.pop_front();
}

/// The limit that all should have; empty: the one that they have.
std::optional<double> Sizing::Target(const Resize& in_force, double least, const Question& asked, Instant now) const {
  const double has = in_force.from, largest = std::max(asked.largest, in_force.ordinary);
  if (has > largest + kNothing) return TakenBack(has, largest, asked);
  if (const auto larger = Larger(in_force, least, asked, now)) return larger;
  const auto enough = EnoughForLong(asked.window, now);
  if (!asked.may_shrink || !enough || *enough > has * kMuchLess) return std::nullopt;
  const double smaller = std::max(in_force.ordinary, RoundedUp(*enough));
  return smaller < has - kNothing ? std::optional(smaller) : std::nullopt;
}

/// More than the user allows by now: as far down as the load lets them, at once.
std::optional<double> Sizing::TakenBack(double has, double largest, const Question& asked) {
  if (!asked.may_shrink || !asked.needed) return std::nullopt;
  const double to = std::max(largest, RoundedUp(*asked.needed));
  return to < has - kNothing ? std::optional(to) : std::nullopt;
}

std::optional<double> Sizing::Larger(const Resize& in_force, double least, const Question& asked, Instant now) const {
  if (!asked.may_grow || (refused_at_ && now - *refused_at_ < kAfterRefusal)) return std::nullopt;
  const double has = in_force.from, largest = std::max(asked.largest, in_force.ordinary);
  const double room = std::max(has, std::min(largest, asked.room.value_or(largest)));
  const double wanted = std::min(room, RoundedUp(asked.needed.value_or(0)));
  if (wanted >= has * kWorthIt || (wanted > has + kNothing && wanted >= largest - kNothing)) return wanted;
  return least < has - kNothing ? std::optional(has) : std::nullopt;  // later ones get what the others have
}

/// The most that was needed in the window, once it has been seen whole.
std::optional<double> Sizing::EnoughForLong(Duration window, Instant now) const {
  if (needs_.empty() || now - *since_ < window) return std::nullopt;
  const auto most = std::max_element(needs_.begin(), needs_.end(), [](auto& a, auto& b) { return a.cpus < b.cpus; });
  return most->cpus;
}

}  // namespace docktor::pilot
