#pragma once

#include <map>
#include <set>

#include "core/ids.h"
#include "core/service.h"
#include "docker/engine_event.h"

namespace docktor::docker {

/// Which containers the kernel ended for want of memory, by the engine's events.
///
/// An engine writes that into a container's description only where its runtime tells it before the container's end. On
/// a busy host it is told afterwards, and then nothing but the event `oom` ever says so.
class MemoryKills {
 public:
  void On(const EngineEvent& event);
  /// Events were missed: of what happened meanwhile nothing is known, and what was known may be of an earlier run.
  void Missed();

  /// Whether a container was killed by nobody known, so that word of its memory may be on its way.
  bool Awaiting() const { return awaiting_; }
  /// It is not waited for any longer; where it comes all the same, it counts.
  void StopAwaiting() { awaiting_ = false; }

  /// Says of each exited replica that ran out of memory that it did.
  void MarkIn(Topology& topology) const;

 private:
  void Died(const EngineEvent& event);
  void RanShort(const EngineEvent& event);
  void Forget(const ContainerId& container);

  std::map<ContainerId, Instant> short_of_memory_;  // a process in it was killed then, perhaps not its first
  std::map<ContainerId, Instant> unexplained_;      // killed then, by nobody known
  std::set<ContainerId> killed_by_hand_;
  std::set<ContainerId> kills_;
  bool awaiting_ = false;
};

}  // namespace docktor::docker
