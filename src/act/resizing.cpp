#include "act/resizing.h"

#include "act/census.h"
#include "core/fail_point.h"

namespace docktor::act {

Tally ResizeAll(docker::Engine& engine, const Action& action, const std::atomic<bool>& stopping) {
  const auto census = TakeCensus(engine, action.service);
  if (!census) return {.failures = {census.error().message}};
  for (const auto& replica : census->containers) {
    if (!Runs(replica)) continue;
    if (stopping) return {.failures = {"Docktor is stopping: not all replicas were changed"}};
    const auto updated = engine.Update(replica.id, action.resize->to);
    if (!updated && updated.error().code != Errc::kNotFound) return Failed("change " + replica.name, updated.error());
    MayDieAt(FailPoint::kReplicaResized);
  }
  return {};
}

}  // namespace docktor::act
