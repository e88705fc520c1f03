#pragma once

#include <optional>

#include "core/lessons.h"

namespace docktor::forecast {

/// How far the bursts of this service go beyond what their first beat shows, in times that first step. A guess until
/// bursts have been seen; each one then counts for a fifth of what is known. One in which replicas were pinned at their
/// limit only tells how far it went at least.
class BurstGrowth {
 public:
  /// A burst began in this beat: from `before` to `demand`, in busy replicas. `pinned`: more may have been wanted.
  void Begin(double before, double demand, bool pinned);
  /// The demand of each later beat: the most of the first minute is how far the burst went.
  void Take(double demand, bool pinned);

  /// 0: they end where they begin.
  double Learned() const { return learned_; }

  BurstLesson Lesson() const { return {bursts_, learned_}; }
  /// What cannot be is not taken.
  void Recall(const BurstLesson& lesson);

 private:
  void End();

  struct Burst {
    double before = 0, step = 0, most = 0;
    int beats = 0;
    bool pinned = false;
  };
  std::optional<Burst> open_;
  int bursts_ = 0;
  double learned_ = 3;
};

}  // namespace docktor::forecast
