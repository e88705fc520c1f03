#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/record.h"
#include "core/service.h"
#include "pilot/others/others_at_work.h"

namespace docktor::pilot {

/// Tells what others have made of a service's replicas while Docktor did nothing to it: a deploy, a change by hand, a
/// stop, an engine that came back with fewer. Asked once nobody is at work any more, so that the many steps of one
/// Compose run are one change.
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
  /// These are there after an action of our own.
  void Settled(const ServiceFacts& facts, const OthersAtWork& others);
  /// The engine was away: what is missing afterwards, nobody stopped.
  void EngineLost() { engine_lost_ = true; }

 private:
  struct Sight {
    std::set<ContainerId> running;
    std::string config_hash;  ///< of the newest
  };
  static Sight Look(const ServiceFacts& facts);
  int NoteGone(const Sight& now, const OthersAtWork& others);
  ChangeKind KindOf(int to, bool new_config, const Scene& scene) const;

  std::optional<Sight> before_;
  std::set<ContainerId> died_;  ///< ended by themselves, and have not been seen running again
  std::optional<ChangeSeen> last_;
  bool engine_lost_ = false;
};

}  // namespace docktor::pilot
