#pragma once

#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/replica.h"

namespace docktor::pilot {

/// Judges an action by what is observed afterwards: new replicas must become ready in the time that each has for its
/// start. One that did not do all that was asked for has failed, but what it added is watched all the same.
class Trial {
 public:
  static constexpr Duration kSightDelay = 3s;  ///< after the report: by then the facts show what it says

  /// Begins with the report of `decision`'s action. One that added nothing is judged at once. Where it was not
  /// `watched` from then on, when the new replicas became ready is not known.
  Trial(const Decision& decision, const ActionReport& report, bool watched = true);

  /// These were taken away on purpose: whether they would have become ready no longer matters.
  void Forget(const std::vector<ContainerId>& removed);
  DecisionId decision() const { return decision_; }
  const ActionReport& report() const { return report_; }
  /// Whether all new replicas are ready.
  bool AllReady(const std::vector<Replica>& replicas) const;
  /// How many of the new replicas run and are not ready.
  int Unready(const std::vector<Replica>& replicas) const;
  /// Empty while the outcome is open.
  std::optional<Outcome> Judge(const std::vector<Replica>& replicas, Instant now) const;

 private:
  Outcome End(OutcomeKind kind, std::string message, Instant now) const;
  Outcome Fail(const std::string& why, Instant now) const;
  Outcome Succeed(Instant now) const;

  DecisionId decision_;
  ServiceKey service_;
  Instant decided_;
  Instant deadline_;
  ActionReport report_;
  bool watched_;
};

}  // namespace docktor::pilot
