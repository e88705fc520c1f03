#include "pilot/limits.h"

#include <algorithm>

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

std::vector<Constraint> Bounds(const Spec& spec) {
  return {{.reason = Reason::kTooFewReplicas, .rank = Rank::kBounds, .floor = spec.min},
          {.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = spec.max}};
}

std::optional<Constraint> HostFull(const std::optional<HostReading>& host, const MemoryNeed& need, int running) {
  if (!host || need.replica_bytes <= 0) return std::nullopt;
  const auto free = std::max<std::int64_t>(0, host->memory_available_bytes / 10 * 9 - need.promised_bytes);
  const auto fits = std::min<std::int64_t>(free / need.replica_bytes, 1'000'000);
  Constraint c{.reason = Reason::kHostFull, .rank = Rank::kBounds, .ceiling = running + static_cast<int>(fits)};
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

std::optional<Constraint> ReplicasStarting(int starting, int running) {
  if (starting == 0) return std::nullopt;
  Constraint c{.reason = Reason::kReplicasStarting, .rank = Rank::kRate, .floor = running};
  c.evidence.figures = {{"starting", static_cast<double>(starting)}};
  return c;
}

}  // namespace docktor::pilot
