#pragma once

#include <atomic>

#include "act/census.h"
#include "act/descriptions.h"
#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Stops the replicas in `action.remove` with their own signal and grace period and removes them, several at the same
/// time. Blocks.
///
/// What does not belong to the action's service is refused, whatever its id. Where replicas have gone meanwhile, as
/// many are kept as it takes for `action.to` to run; what is gone already is success. Anonymous volumes go with a copy
/// that Docktor made; those of other replicas are kept and named.
class Removal {
 public:
  /// Once `stopping` is true no further replica is touched.
  Removal(docker::Engine& engine, Descriptions& descriptions, const Action& action, const std::atomic<bool>& stopping)
      : engine_(engine), descriptions_(descriptions), action_(action), stopping_(stopping) {}

  Tally Run();

 private:
  std::vector<ContainerId> StillToGo(const Census& census, Tally& tally) const;
  Tally RemoveOne(const ContainerId& id);
  Status StopIt(const ContainerId& id);
  Status RemoveIt(const ContainerId& id, docker::Engine::Volumes volumes);

  docker::Engine& engine_;
  Descriptions& descriptions_;
  const Action& action_;
  const std::atomic<bool>& stopping_;
};

}  // namespace docktor::act
