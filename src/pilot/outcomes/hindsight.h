#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/replica.h"

namespace docktor::pilot {

/// Judges an action by what came after it.
///
///  insufficient     from 15 s to 30 s after it took effect more were wanted all the time than it brought or left
///  wasteful         it added replicas, and for a whole scale-down window no more were wanted than there had been
///  user_overridden  in that window a person turned it round
///  success          nothing of that
///
/// What a person commanded is not judged so: it was not done for the load.
class Hindsight {
 public:
  static constexpr Duration kSettled = 15s;   ///< by then the readings show what it did
  static constexpr Duration kEnough = 30s;    ///< by then it must have been enough
  static constexpr Duration kHarmful = 1min;  ///< what goes wrong up to then is put down to it
  static constexpr Duration kSure = 5s;       ///< so long it must be seen

  /// `ready`: the replicas that served when `decision` was made. `window`: of scale-down; taken to be 1 to 15 minutes.
  Hindsight(const Decision& decision, const std::vector<ContainerId>& ready, Duration window);

  /// Everything was done, and all new replicas are ready.
  void TookEffect(const Outcome& outcome) { effect_ = outcome; }
  /// A look wants so many.
  void Wanted(int count, Instant now);
  /// A person wants so many, or made it so.
  void Overridden(int count);
  /// There is more load than those that run can bear.
  void Overloaded() { overloaded_ = effect_.has_value(); }

  /// What got worse by it: for 5 s fewer replicas have served than before it added some, or fewer than it left, or
  /// these are overloaded. One that is ill while enough others serve is no reason: the load may have made it so. Empty:
  /// nothing.
  std::optional<std::string> Harm(const std::vector<Replica>& replicas, Instant now);
  /// Empty while it is open.
  std::optional<Outcome> Judge(Instant now) const;

  const Decision& decision() const { return decision_; }

 private:
  int from() const { return decision_.action->from; }
  int to() const { return decision_.action->to; }
  bool Raised() const { return to() > from(); }
  Outcome End(OutcomeKind kind, std::string message, Instant now) const;

  Decision decision_;
  int served_;  ///< replicas that it did not touch and that served
  Duration window_;
  std::optional<Outcome> effect_;
  std::optional<int> least_;  ///< wanted once it had settled
  std::optional<int> most_;   ///< wanted since then
  std::optional<int> overridden_;
  bool overloaded_ = false;
  std::optional<Instant> fewer_since_;  ///< serve than before
};

}  // namespace docktor::pilot
