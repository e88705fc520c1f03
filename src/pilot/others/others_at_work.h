#pragma once

#include <map>
#include <optional>
#include <set>

#include "core/decision.h"
#include "core/service.h"

namespace docktor::pilot {

/// Tells from the engine's events whether somebody else is changing a service right now: an event less than a second
/// ago that is not due to our own action, or something begun and not finished (at most 60 s): a container that was sent
/// a signal and has not ended (where that is its own stop signal, until its grace period is over, be it longer, though
/// for 15 min at most), or was created and has not been started. Where they have just started one replica and another
/// does not run yet, that one is taken to be next (at most 10 s): a slow engine starts them one by one.
class OthersAtWork {
 public:
  /// What our own action does from here on is not somebody else's work.
  void OurAction(const Action& action);
  /// It has ended: what it did not take away is not ours any more; where it failed, in a minute, since the engine may
  /// still be at it.
  void Ended(const ActionReport& report, Instant now);
  /// It was begun by an earlier Docktor, and is not gone on with: the engine may still be at it for a minute.
  void CutShort(Instant now);
  /// Removals of an earlier Docktor, at which the engine may still be.
  void OurRemovals(const std::vector<ContainerId>& removed, Instant until);
  /// Time passes.
  void Pass(Instant now);
  void Note(const Activity& activity, Instant now);

  /// Until when they are taken to be at work; empty: they are not.
  std::optional<Instant> Until(Instant now) const;
  /// The same, but for long stops: a person's order does not wait for those.
  std::optional<Instant> BusyUntil(Instant now) const;
  /// When others were last seen to change something; the epoch: never.
  Instant LastChange() const { return last_change_; }
  /// Whether our last action takes it away, or has.
  bool IsOurs(const ContainerId& id) const { return ours_.contains(id); }
  /// Whether it was seen to end by itself: nobody had sent it a signal to stop.
  bool DiedByItself(const ContainerId& id) const { return died_.contains(id); }
  /// Whether others were seen to stop it, and it has not run since.
  bool WasStopped(const ContainerId& id) const { return stopped_.contains(id); }
  /// Whether it has ended of an error, and by itself. Where its end was not seen its exit tells, if nothing but a fault
  /// ends so.
  bool Crashed(const Replica& replica) const;
  /// It ended by itself, then: an earlier Docktor had seen it.
  void RecallDeath(const ContainerId& id, Instant at) { died_.insert_or_assign(id, at); }
  /// The engine is lost, or was until now: how containers ended meanwhile, or in the minute before, is not known, and
  /// at what our action did not take away it may still be for a minute.
  void EngineLost(Instant now);
  /// What is there: forgets the deaths of containers that are gone.
  void Keep(const std::vector<Replica>& replicas);

 private:
  bool Ours(const Activity& activity) const;
  bool Stopping(const ContainerId& id, Instant now) const;
  StopTerms TermsOf(const ContainerId& id) const;
  bool IsStop(const Activity& kill) const;
  void NoteKill(const Activity& kill, Instant now);
  static bool Harmless(const std::string& signal);

  std::set<ContainerId> ours_;                 ///< that our last action removes
  std::optional<Instant> ours_until_;          ///< empty: until the next action
  std::string our_decision_;                   ///< whose copies are ours
  bool acting_ = false;                        ///< our action has not ended
  std::map<ContainerId, Instant> unfinished_;  ///< what others have begun: until when that counts
  std::map<ContainerId, StopTerms> terms_;     ///< of all that are there
  std::map<ContainerId, Instant> stopping_;    ///< were sent their stop signal by others: until when they have to end
  std::map<ContainerId, Instant> signalled_;   ///< were told by others to end: until when an end is taken for theirs
  std::map<ContainerId, Instant> died_;        ///< ended by themselves, and when
  std::set<ContainerId> stopped_;              ///< by others, and not seen to run again
  std::set<ContainerId> idle_;                 ///< do not run, and did not die by themselves
  Instant quiet_at_{};
  Instant last_change_{};
  Instant next_start_by_{};  ///< where somebody starts one after another
};

}  // namespace docktor::pilot
