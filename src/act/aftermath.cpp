#include "act/aftermath.h"

#include <algorithm>

#include "act/compose_growth.h"
#include "act/copy.h"
#include "core/fail_point.h"
#include "docker/project/description.h"

namespace docktor::act {
namespace {

/// Somebody has started it since, and stopped it: it is theirs. Only where it is not on record which run was to end, as
/// an earlier Docktor left it, a time of the engine's is compared with one of ours.
bool StartedSince(const json::object& inspect, const ContainerId& id, const Decision& open) {
  const auto& runs = open.action->runs;
  if (const auto run = runs.find(id.value); run != runs.end()) return docker::RunOf(inspect) != run->second;
  const auto replica = docker::ParseReplica(inspect);
  return replica && replica->started_at > open.at;
}

}  // namespace

Tally Aftermath::Run() {
  if (!open_.action) return {};
  AwaitCompose(*open_.action, [this] { return stopping_.load(); });
  if (stopping_) return {};
  const auto census = TakeCensus(engine_, open_.service);
  if (!census) return {.failures = {census.error().message}};
  MayDieAt(FailPoint::kTidyBegun);
  Tally tally;
  for (const auto& container : census->containers)
    if (IsLeftBehind(container) && !stopping_) tally.Take(Remove(container));
  return tally;
}

bool Aftermath::IsLeftBehind(const Counted& container) const {
  if (container.state == "created")
    return open_.id == DecisionId{} ? !container.copy_of.empty() : container.copy_of == open_.id.Text();
  const auto& leaving = open_.action->remove;
  return (container.state == "exited" || container.state == "dead") &&
         std::find(leaving.begin(), leaving.end(), container.id) != leaving.end();
}

Tally Aftermath::Remove(const Counted& container) {
  const auto inspect = engine_.Inspect(container.id);
  if (!inspect && inspect.error().code == Errc::kNotFound) return {};
  if (!inspect) return Failed("describe " + container.name, inspect.error());
  if (container.state != "created" && StartedSince(*inspect, container.id, open_)) return {};
  origins_.Remember(open_.service, *inspect);
  using Volumes = docker::Engine::Volumes;
  const auto ours = !container.copy_of.empty();
  const auto removed = engine_.Remove(container.id, ours ? Volumes::kDeleteAnonymous : Volumes::kKeep);
  // Its start was on the way when Docktor was killed: it runs by now, and stays.
  if (!removed && removed.error().code == Errc::kConflict) return {};
  if (!removed) return Failed("remove " + container.name, removed.error());
  MayDieAt(FailPoint::kTidied);
  Tally tally{.removed = {container.id}, .notes = {"removed " + container.name}};
  if (!ours) tally.kept_volumes = AnonymousVolumesOf(*inspect);
  return tally;
}

}  // namespace docktor::act
