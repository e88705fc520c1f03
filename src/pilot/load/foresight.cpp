#include "pilot/load/foresight.h"

#include <algorithm>
#include <cmath>

#include "forecast/beat.h"
#include "forecast/foreseen.h"
#include "pilot/load/reading_log.h"

namespace docktor::pilot {
namespace {

constexpr Duration kEarly = 250ms;  // a beat may come by, so that it falls together with a look
constexpr Duration kStale = 30s;
constexpr Duration kFirstRun = 1min;  // what may lie between a container's being made and its first start

bool IsFigure(double value) { return std::isfinite(value) && value >= 0; }

}  // namespace

void Foresight::Note(const std::vector<Reading>& sweep) {
  for (const auto& reading : sweep) {
    const double seconds = Seconds(reading.over);
    if (!IsFigure(reading.cpu_cores) || seconds <= 0) continue;
    auto& work = work_[reading.replica];
    work.core_seconds += reading.cpu_cores * seconds;
    work.seconds += seconds;
    work.throttled_seconds += IsFigure(reading.throttled_ratio) ? reading.throttled_ratio * seconds : 0;
    if (!reading.network_rx_bytes || !IsFigure(*reading.network_rx_bytes)) continue;
    work.bytes += *reading.network_rx_bytes * seconds;
    work.seconds_with_bytes += seconds;
  }
}

/// Of a container's first run: one that was started again is quicker, or was down for reasons of its own.
void Foresight::NoteStart(const Replica& replica, Instant now) {
  if (replica.started_at - replica.created_at < kFirstRun) forecaster_.Started(now - replica.created_at);
}

void Foresight::NoteReplicas(const std::vector<Replica>& replicas, Instant now) {
  std::set<ContainerId> starting;
  for (const auto& replica : replicas) {
    const bool late = replica.phase == Phase::kUnhealthy && starting_.contains(replica.id);  // past its deadline
    if (replica.phase == Phase::kStarting || late) starting.insert(replica.id);
    if (replica.phase == Phase::kReady && starting_.contains(replica.id)) NoteStart(replica, now);
  }
  starting_ = std::move(starting);
}

forecast::Observation Foresight::Observed(const std::vector<Replica>& replicas, Instant now) const {
  forecast::Observation seen;
  seen.ready.reserve(replicas.size());
  for (const auto& replica : replicas) {
    const auto found = work_.find(replica.id);
    if (replica.phase != Phase::kReady || found == work_.end()) continue;
    const auto& work = found->second;
    seen.ready.push_back(
        {.cpu = std::min(1.0, work.core_seconds / work.seconds / Capacity(replica)),
         .received = work.seconds_with_bytes > 0 ? work.bytes / work.seconds_with_bytes : 0,
         .age = now - replica.created_at,
         .throttled = replica.limits.cpus ? std::optional(work.throttled_seconds / work.seconds) : std::nullopt});
  }
  return seen;
}

void Foresight::Beat(const std::vector<Replica>& replicas, const Told& told, const decide::AdaptiveTerms& terms,
                     const decide::Adaptive::Question& asked) {
  due_ = asked.now + forecast::kBeat - kEarly;
  auto seen = Observed(replicas, asked.now);
  seen.requests = told.requests;
  seen.latency = told.latency;
  work_.clear();
  if (seen.ready.empty()) return;
  if (asked.now - learned_at_ > kStale) forecaster_.Interrupted();
  forecaster_.Take(seen);
  forecaster_.Foresee(Foreseen(asked.now));
  wanted_ = adaptive_.Choose(forecaster_.Latest(), terms, asked);
  learned_at_ = asked.now;
}

std::optional<double> Foresight::Foreseen(Instant now) const {
  const auto start = StartTime();
  if (!start || *start < forecast::kSlowStart) return std::nullopt;
  if (now - outlook_at_ > 2 * forecast::kOutlookKept) return std::nullopt;
  const auto then = now + forecaster_.Latest().horizon;
  return forecast::Foreseen(outlook_, then, then - outlook_at_);
}

std::optional<Lessons> Foresight::Teach() const {
  if (forecaster_.beats() == 0) return std::nullopt;
  Lessons lessons{.at = learned_at_};
  forecaster_.Teach(lessons);
  return lessons;
}

bool Foresight::Knows(Instant now) const {
  return forecaster_.beats() >= forecast::Forecaster::kTrusted && now - learned_at_ < kStale;
}

bool Foresight::IsBurst(const std::vector<forecast::ReplicaWork>& ready) const {
  const auto demand = forecast::DemandByCpu(ready, forecaster_.StartTimeLearned());
  return demand && *demand > forecaster_.Latest().burst_above;
}

Recommendation Foresight::WantedAtBurst(const std::vector<forecast::ReplicaWork>& ready,
                                        const decide::AdaptiveTerms& terms,
                                        const decide::Adaptive::Question& asked) const {
  const auto& known = forecaster_.Latest();
  const auto demand = forecast::DemandByCpu(ready, forecaster_.StartTimeLearned());
  return adaptive_.AtBurst(known, demand.value_or(known.demand), terms, asked);
}

}  // namespace docktor::pilot
