#include "pilot/limits.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace docktor::pilot {

Constraint Pinned(Reason reason, Rank rank, int count, std::optional<Instant> until, std::string subject) {
  return {.reason = reason,
          .rank = rank,
          .floor = count,
          .ceiling = count,
          .until = until,
          .evidence = {std::move(subject)}};
}

std::vector<Constraint> EngineFacts(const Spec& spec, const std::vector<Obstacle>& obstacles, int running) {
  std::vector<Constraint> all;
  if (!spec.enabled) all.push_back(Pinned(Reason::kNotEnabled, Rank::kEngineFact, running, {}, spec.trouble));
  if (spec.dry_run) all.push_back(Pinned(Reason::kDryRun, Rank::kEngineFact, running));
  for (const auto& obstacle : obstacles) {
    if (obstacle.reason == Reason::kStatefulService && spec.stateful_allowed) continue;
    all.push_back(Pinned(obstacle.reason, Rank::kEngineFact, running, {}, obstacle.detail));
  }
  return all;
}

std::vector<Constraint> Bounds(const Spec& spec, int running, int finished, const std::string& death) {
  Constraint least{.reason = Reason::kTooFewReplicas, .rank = Rank::kBounds};
  least.floor = std::min(spec.min, std::max(running, spec.min - finished));
  if (least.floor < spec.min)
    least.evidence.figures = {{"min", static_cast<double>(spec.min)}, {"finished", static_cast<double>(finished)}};
  if (running < least.floor) least.evidence.subject = death;
  return {std::move(least), {.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = spec.max}};
}

std::optional<Constraint> HostFull(const std::optional<HostReading>& host, const MemoryNeed& need, int running) {
  if (!host || need.replica_bytes <= 0) return std::nullopt;
  const auto free = std::max<std::int64_t>(0, host->memory_available_bytes / 10 * 9 - need.promised_bytes);
  const auto fits = std::min<std::int64_t>(free / need.replica_bytes, 1'000'000);
  Constraint c{.reason = Reason::kHostFull, .rank = Rank::kBounds};
  c.ceiling = std::max(1, running + static_cast<int>(fits));
  c.evidence.figures = {{"free_bytes", static_cast<double>(free)},
                        {"replica_bytes", static_cast<double>(need.replica_bytes)}};
  return c;
}

std::optional<Constraint> MissingReadings(int missing, int running) {
  if (missing == 0) return std::nullopt;
  Constraint c{.reason = Reason::kMissingReadings, .rank = Rank::kDataSafety, .floor = running};
  c.evidence.figures = {{"missing", static_cast<double>(missing)}};
  return c;
}

Constraint FallenBack(const Fallback& fallback, int running, const std::string& failed) {
  Constraint c{.reason = Reason::kFallback, .rank = Rank::kDataSafety, .evidence = {failed}};
  switch (fallback.kind) {
    case FallbackKind::kHold: c.floor = running; break;
    case FallbackKind::kStatic: c.floor = c.ceiling = fallback.count; break;
    case FallbackKind::kAtLeast: c.floor = fallback.count; break;
  }
  return c;
}

std::vector<Constraint> FleetCeilings(const FleetLimits& limits, const Reserved& others, const Reserved& own,
                                      const Reserved& one) {
  std::vector<Constraint> all;
  const auto add = [&](double limit, double taken, double each, std::string what) {
    if (each <= 0) return;
    // What runs already is no reason to take something away: a lowered limit is met as replicas go.
    const double more = std::floor(std::clamp((limit - taken) / each + 1e-9, 0.0, 1e6));
    all.push_back({.reason = Reason::kFleetLimit,
                   .rank = Rank::kBounds,
                   .ceiling = own.replicas + static_cast<int>(more),
                   .evidence = {std::move(what)}});
  };
  if (limits.max_replicas)
    add(*limits.max_replicas, others.replicas + own.replicas, 1, fmt::format("{} replicas", *limits.max_replicas));
  if (limits.max_cpus)
    add(*limits.max_cpus, others.cpus + own.cpus, one.cpus, fmt::format("{:.4g} CPUs", *limits.max_cpus));
  if (limits.max_memory_bytes)
    add(static_cast<double>(*limits.max_memory_bytes), static_cast<double>(others.memory_bytes + own.memory_bytes),
        static_cast<double>(one.memory_bytes), fmt::format("{} MiB of memory", *limits.max_memory_bytes >> 20));
  return all;
}

Constraint LargerFirst(const Resize& resize, int running) {
  return {.reason = Reason::kLargerFirst,
          .rank = Rank::kRate,
          .ceiling = running,
          .evidence = {.figures = {{"from", resize.from}, {"to", resize.to}}}};
}

bool LimitsSize(Reason reason) {
  switch (reason) {
    case Reason::kFixedHostPort:
    case Reason::kContainerName:
    case Reason::kGlobalMode:
    case Reason::kTooManyReplicas:
    case Reason::kTooFewReplicas:
    case Reason::kHostFull:
    case Reason::kScheduled:
    case Reason::kFleetLimit:
    case Reason::kCommanded:
    case Reason::kRolledBack:
    case Reason::kScaleUpStabilized:
    case Reason::kScaleDownStabilized:
    case Reason::kLargerFirst: return false;
    default: return true;
  }
}

Constraint OverrideLimit(const Override& o, int running) {
  const bool person = o.by == Actor::kPerson;
  Constraint c{.reason = Reason::kCommanded, .rank = person ? Rank::kCommand : Rank::kSoftWish, .until = o.until};
  const auto pause = [&] {
    c.reason = Reason::kPaused;
    if (person) c.rank = Rank::kEngineFact;
  };
  switch (o.kind) {
    case OverrideKind::kExactly: c.floor = c.ceiling = o.count; break;
    case OverrideKind::kAtLeast: c.floor = o.count; break;
    case OverrideKind::kAtMost: c.ceiling = o.count; break;
    case OverrideKind::kPaused: pause(), c.floor = c.ceiling = running; break;
    case OverrideKind::kPausedUp: pause(), c.ceiling = running; break;
    case OverrideKind::kPausedDown: pause(), c.floor = running; break;
    case OverrideKind::kConservative:
      c = {.reason = Reason::kConservative, .floor = running, .ceiling = running + 1, .until = o.until};
      break;
    case OverrideKind::kAggressive: c = {.reason = Reason::kAggressive, .until = o.until}; break;
  }
  return c;
}

std::optional<Constraint> ReplicasStarting(int starting, int running) {
  if (starting == 0) return std::nullopt;
  Constraint c{.reason = Reason::kReplicasStarting, .rank = Rank::kRate, .floor = running};
  c.evidence.figures = {{"starting", static_cast<double>(starting)}};
  return c;
}

}  // namespace docktor::pilot
