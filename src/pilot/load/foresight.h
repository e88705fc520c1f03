#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/reading.h"
#include "core/replica.h"
#include "decide/adaptive.h"
#include "forecast/forecaster.h"
#include "forecast/outlook.h"

namespace docktor::pilot {

/// What is learned of a service's load, a beat at a time, and the count that costs least for what is expected of it:
/// the strategy `adaptive` at work.
class Foresight {
 public:
  void Note(const std::vector<Reading>& sweep);
  /// These replicas are there: who has become ready tells how long a start takes.
  void NoteReplicas(const std::vector<Replica>& replicas, Instant now);
  /// What past weeks say of the next day: it counts where replicas start slowly, for half an hour.
  void NoteOutlook(forecast::Outlook outlook, Instant now) {
    outlook_ = std::move(outlook);
    outlook_at_ = now;
  }
  std::optional<Duration> StartTime() const { return forecaster_.StartTimeSeen(); }

  /// When the next beat is due; the epoch before the first one.
  Instant Due() const { return due_; }
  /// What sources tell of the service as a whole.
  struct Told {
    std::optional<double> requests = {};                ///< a second
    std::optional<forecast::SeenLatency> latency = {};  ///< of several figures of it the highest percentile
  };
  /// Takes what was noted since the last beat for one beat. Without a reading of any ready replica nothing is learned.
  void Beat(const std::vector<Replica>& replicas, const Told& told, const decide::AdaptiveTerms& terms,
            const decide::Adaptive::Question& asked);

  /// What outlives a restart; empty: nothing was learned. And back, before the first beat.
  std::optional<Lessons> Teach() const;
  void Recall(const Lessons& lessons) { forecaster_.Recall(lessons); }

  /// False while too little is known, and where nothing has been read for half a minute. What follows is then a guess.
  bool Knows(Instant now) const;
  /// What the last beat asked for.
  const Recommendation& Wanted() const { return wanted_; }
  /// Whether the ready replicas do more than noise makes of the load that is known.
  bool IsBurst(const std::vector<forecast::ReplicaWork>& ready) const;
  /// For a load that has just been seen, without waiting for the beat.
  Recommendation WantedAtBurst(const std::vector<forecast::ReplicaWork>& ready, const decide::AdaptiveTerms& terms,
                               const decide::Adaptive::Question& asked) const;

 private:
  /// What one replica did since the last beat.
  struct Work {
    double core_seconds = 0, bytes = 0, throttled_seconds = 0;
    double seconds = 0, seconds_with_bytes = 0;
  };
  void NoteStart(const Replica& replica, Instant now);
  std::optional<double> Foreseen(Instant now) const;
  forecast::Observation Observed(const std::vector<Replica>& replicas, Instant now) const;

  forecast::Forecaster forecaster_;
  decide::Adaptive adaptive_;
  std::map<ContainerId, Work> work_;
  std::set<ContainerId> starting_;
  forecast::Outlook outlook_;
  Instant outlook_at_{};
  Recommendation wanted_;
  Instant due_{};
  Instant learned_at_{};
};

}  // namespace docktor::pilot
