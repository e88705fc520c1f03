#pragma once

#include <functional>

#include "act/census.h"
#include "act/drain.h"
#include "act/origins.h"
#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Drains the replicas in `action.remove`, runs their pre_stop hooks (that one fails, or that they cannot be known, is
/// a note), stops them with their own signal and grace period and removes them, several at the same time. Blocks.
///
/// What does not belong to the action's service is refused, whatever its id. Where replicas have gone meanwhile, as
/// many are kept as it takes for `action.to` to run (looked at again after the drain), but none in which its command
/// has been run; what is gone already is success. Anonymous volumes go with a copy that Docktor made; those of other
/// replicas are kept and named.
class Removal {
 public:
  /// Told, before a replica is stopped, that it is in another run than the one that was to end: its restart policy, or
  /// somebody, has started it meanwhile. On one of several threads.
  using NoteRun = std::function<void(const ContainerId&, const std::string& run)>;

  /// Once `drain` is called off no further replica is touched, and those go in which it or a hook has begun; once it is
  /// ended, none is.
  Removal(docker::Engine& engine, Origins& origins, const Action& action, Drain& drain, NoteRun note_run = {})
      : engine_(engine), origins_(origins), action_(action), drain_(drain), note_run_(std::move(note_run)) {}

  Tally Run();

 private:
  std::vector<ContainerId> StillToGo(const Census& census, Tally& tally) const;
  std::vector<ContainerId> Running(const Census& census, const std::vector<ContainerId>& ids) const;
  Tally RemoveOne(const ContainerId& id);
  Tally RunPreStop(const ContainerId& id, json::object& inspect);
  void NoteOtherRun(const ContainerId& id, const json::object& inspect) const;
  Tally StopAndRemove(const ContainerId& id, const json::object& inspect);
  Tally LeaveIt(const std::string& name) const;
  Status StopIt(const ContainerId& id);
  bool MayEnd(const ContainerId& id, const Error& error);
  Status RemoveIt(const ContainerId& id, docker::Engine::Volumes volumes);

  docker::Engine& engine_;
  Origins& origins_;
  const Action& action_;
  Drain& drain_;
  const NoteRun note_run_;
};

}  // namespace docktor::act
