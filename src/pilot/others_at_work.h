#pragma once

#include <map>
#include <optional>
#include <set>

#include "core/decision.h"
#include "core/service.h"

namespace docktor::pilot {

/// Tells from the engine's events whether somebody else is changing a service right now: an event less than a second
/// ago that is not due to our own action, or a container that was sent a signal and has not ended yet (at most 60 s).
class OthersAtWork {
 public:
  /// What our own action does from here on is not somebody else's work.
  void OurAction(const Action& action);
  void OurReport(const ActionReport& report);
  void Note(const Activity& activity, Instant now);

  /// Until when they are taken to be at work; empty: they are not.
  std::optional<Instant> Until(Instant now) const;
  /// Whether somebody else sent this container a signal before it ended.
  bool Killed(const ContainerId& id) const { return killed_.contains(id); }
  /// Forgets containers that are gone.
  void Keep(const std::vector<Replica>& replicas);

 private:
  bool Ours(const Activity& activity) const;

  std::set<ContainerId> ours_;               ///< that our last action removes
  std::string our_decision_;                 ///< whose copies are ours
  std::map<ContainerId, Instant> stopping_;  ///< signalled by others, not ended: until when that counts
  std::set<ContainerId> killed_;
  Instant quiet_at_{};
};

}  // namespace docktor::pilot
