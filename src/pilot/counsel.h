#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/judgement.h"
#include "core/record.h"
#include "core/spec.h"
#include "pilot/view.h"

namespace docktor::pilot {

/// What advice is bound to: while all of this is the same, it counts.
struct Situation {
  int running = 0;
  int ready = 0;
  int starting = 0;
  int unhealthy = 0;
  std::vector<Reason> limits = {};  ///< in force, sorted; without rates and windows, which come and go
  std::optional<Override> override = {};
  std::vector<std::pair<std::string, double>> signals = {};  ///< those with a value
};

Situation SituationOf(const Decision& look, const std::optional<Override>& override);
/// Signals may differ by 5 points where they are ratios, by 10 % where they are not.
bool Same(const Situation& a, const Situation& b);

/// A look at which a language model has something to choose: a count from `least` to `most`.
struct Matter {
  Situation situation;
  int least = 0;
  int most = 0;
};

/// Asks a language model about one service, one question at a time and off the tick, and keeps what it said for as long
/// as that counts. What a slow model says of a situation that still is, counts; of any other it is late.
class Counsel {
 public:
  static constexpr Duration kHolds = 60s;    ///< from when the answer is there
  static constexpr Duration kBetween = 30s;  ///< two questions
  static constexpr double kSure = 0.5;       ///< the least confidence with which advice is followed

  /// A look was taken. What to ask at it, if anything: about a situation that is new, or, where the rules want a
  /// change, about one whose advice is soon to lose its hold. Without `matter` there is nothing to choose.
  std::optional<Consultation> Look(const Decision& look, const std::optional<Matter>& matter,
                                   const BrainSettings& brain, Instant now);
  /// Advice that holds in this situation.
  std::optional<Advice> Held(const Situation& situation, Instant now) const;
  /// The answer to the question that is open. False: it is none.
  bool Heard(const Judgement& judgement, Instant now);
  /// What is to be kept of it, once `look` has shown what it led to.
  Judged Judge(const Judgement& judgement, const Decision& look, BrainMode mode);

  CounselView View() const { return view_; }

 private:
  bool WorthAsking(const Decision& look, const Situation& situation, Instant now) const;
  void NotePoint(const Decision& look);

  struct Answered {
    Situation situation;
    std::optional<Advice> advice;
    Instant at{};
  };
  std::optional<std::pair<DecisionId, Situation>> open_;  ///< the question that waits for its answer
  std::optional<Answered> heard_;                         ///< the last answer
  std::optional<Instant> asked_at_;
  std::optional<Instant> not_before_;
  std::int64_t looks_ = 0;  ///< since the last judgement
  std::deque<LookPoint> recent_;
  CounselView view_;
};

}  // namespace docktor::pilot
