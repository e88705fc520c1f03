#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/record.h"
#include "core/service.h"
#include "pilot/others/others_at_work.h"

namespace docktor::pilot {

/// Tells what others have made of a service's replicas while Docktor did nothing to it: a deploy, a change by hand, a
/// stop, an engine that was restarted and came back with fewer. Asked once nobody is at work any more, so that the many
/// steps of one Compose run are one change.
///
/// After a time in which the engine was out of reach, and was not restarted (see EngineReturn), a change is judged as
/// if it had been seen: what is missing somebody took away, but for what is there still and whose exit shows a crash.
class ChangeWatch {
 public:
  /// `last`: the newest change on record.
  explicit ChangeWatch(std::optional<ChangeSeen> last) : last_(std::move(last)) {}

  /// What the judging rests on besides the replicas.
  struct Scene {
    Instant now{};
    std::optional<int> file_count;  ///< what Compose puts the service back to; empty: taken to be 1
    Duration window{0};             ///< how long a change by hand is left so
    int restoring = 0;              ///< the count that an earlier change is still to be brought back to; 0: none
  };

  /// These are there now. The first call only looks. Replicas that ended by themselves are nobody's change.
  std::optional<ChangeSeen> Judge(const ServiceFacts& facts, const OthersAtWork& others, const Scene& scene);
  /// An action of our own has ended: what it added and took away is nobody's change; what others did meanwhile is still
  /// to be judged.
  void Settled(const ActionReport& report, const ServiceFacts& facts, const OthersAtWork& others);
  /// Whether others had started replicas, when it was last judged.
  bool OthersStarted() const { return others_started_; }
  /// These are there, be it amid an action of our own: keeps in mind what ended by itself, and whether a restarted
  /// engine came back with all of them.
  void Note(const ServiceFacts& facts, const OthersAtWork& others);
  /// The engine was out of reach, and answers again. Restarted: what is missing, nobody stopped.
  void EngineBack(bool restarted);

 private:
  struct Sight {
    std::map<ContainerId, int> running;  ///< with their numbers
    std::set<ContainerId> started;       ///< run, or have run before
    std::string config_hash;             ///< in force; empty: none runs
    bool originals = false;              ///< of those that run some were made by Compose
  };
  static Sight Look(const std::vector<Replica>& replicas);
  int Come(const ServiceFacts& facts) const;
  bool Restarted(const ServiceFacts& facts) const;
  bool Died(const ContainerId& id, const ServiceFacts& facts, const OthersAtWork& others) const;
  int NoteGone(const Sight& now, const OthersAtWork& others);
  bool LeftBehind(const Sight& now) const;
  ChangeKind KindOf(const Sight& now, const Scene& scene) const;

  std::optional<Sight> before_;
  std::set<ContainerId> removed_;  ///< by us, though facts that came late may still show them
  std::set<ContainerId> died_;     ///< ended by themselves, and have not been seen running again
  std::optional<ChangeSeen> last_;
  bool engine_restarted_ = false;  ///< and that may explain what is missing
  bool events_missed_ = false;     ///< before the next facts
  bool others_started_ = false;
};

}  // namespace docktor::pilot
