#include "act/removal.h"

#include <algorithm>

#include <fmt/format.h>

#include "act/copy.h"
#include "act/hooks.h"
#include "act/lanes.h"
#include "core/fail_point.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"

namespace docktor::act {
namespace {

constexpr std::size_t kRemovalsAtOnce = 8;

using docker::Text;

std::string OwnerOf(const json::object& inspect) {
  const auto owner = docker::ServiceOf(inspect);
  return owner ? "a replica of " + owner->Text() : "no replica of any service";
}

/// It may be there, and not run.
Tally HalfDone(const std::string& attempt, const Error& error) {
  auto tally = Failed(attempt, error);
  tally.unanswered = true;
  return tally;
}

}  // namespace

Tally Removal::Run() {
  auto census = TakeCensus(engine_, action_.service);
  if (!census) return {.failures = {census.error().message}};
  Tally tally;
  auto ids = StillToGo(*census, tally);
  if (!drain_.IsNone()) {
    tally.Take(drain_.Run(Running(*census, ids)));
    MayDieAt(FailPoint::kDrained);
    census = TakeCensus(engine_, action_.service);
    if (!census) tally.failures.push_back(census.error().message);
    if (!census) return tally;
    ids = StillToGo(*census, tally);
  }
  std::vector<Tally> parts(ids.size());
  ForEach(ids.size(), kRemovalsAtOnce, [&](std::size_t i) { parts[i] = RemoveOne(ids[i]); });
  MayDieAt(FailPoint::kAllRemoved);
  for (auto& part : parts) tally.Take(std::move(part));
  return tally;
}

std::vector<ContainerId> Removal::StillToGo(const Census& census, Tally& tally) const {
  auto spare = census.Running() - action_.to;
  std::vector<ContainerId> ids;
  for (const auto& id : action_.remove) {
    const auto& all = census.containers;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Counted& c) { return c.id == id; });
    if (found == all.end() || !Runs(*found) || spare-- > 0)
      ids.push_back(id);
    else
      tally.notes.push_back(fmt::format("kept {}: no more than {} run by now", found->name, action_.to));
  }
  return ids;
}

std::vector<ContainerId> Removal::Running(const Census& census, const std::vector<ContainerId>& ids) const {
  std::vector<ContainerId> running;
  for (const auto& container : census.containers)
    if (container.state == "running" && std::find(ids.begin(), ids.end(), container.id) != ids.end())
      running.push_back(container.id);
  return running;
}

Tally Removal::LeaveIt(const std::string& name) const {
  if (drain_.Ended()) return {.failures = {"Docktor is stopping: not all were removed"}};
  return {.notes = {"kept " + name + ": its removal was called off"}};
}

Tally Removal::RemoveOne(const ContainerId& id) {
  if (!drain_.MayStop()) return LeaveIt(id.Short());
  const auto inspect = engine_.Inspect(id);
  if (!inspect && inspect.error().code == Errc::kNotFound) return {.notes = {id.Short() + " was gone already"}};
  if (!inspect) return Failed("describe " + id.Short(), inspect.error());
  const auto name = docker::NameOf(*inspect);
  if (docker::ServiceOf(*inspect) != action_.service)
    return {.failures = {fmt::format("remove {}: it is {}, not of {}: left alone", name, OwnerOf(*inspect),
                                     action_.service.Text())}};
  auto tally = RunPreStop(id, *inspect);
  MayDieAt(FailPoint::kPreStopRun);
  tally.Take(drain_.MayStop() ? StopAndRemove(id, *inspect) : LeaveIt(name));
  return tally;
}

Tally Removal::RunPreStop(const ContainerId& id, const json::object& inspect) {
  const auto name = docker::NameOf(inspect);
  const auto origin = origins_.Remember(action_.service, inspect);
  if (!origin) return {.notes = {origin.error().During("find out what Compose gave " + name).message}};
  if (!docker::Flag(inspect, {"State", "Running"})) return {};
  Tally tally;
  if (!origin->unknown.empty()) tally.notes.push_back(origin->unknown);
  const auto ran = RunHooks(engine_, id, origin->compose.pre_stop, [this] { return !drain_.MayStop(); });
  if (!ran && drain_.MayStop()) tally.notes.push_back(ran.error().During("run the pre_stop hooks of " + name).message);
  return tally;
}

Tally Removal::StopAndRemove(const ContainerId& id, const json::object& inspect) {
  const auto name = docker::NameOf(inspect);
  if (const auto stopped = StopIt(id); !stopped)
    return (MayEnd(id, stopped.error()) ? HalfDone : Failed)("stop " + name, stopped.error());
  MayDieAt(FailPoint::kStopped);
  using Volumes = docker::Engine::Volumes;
  const auto ours = docker::IsCopy(inspect);
  if (const auto removed = RemoveIt(id, ours ? Volumes::kDeleteAnonymous : Volumes::kKeep); !removed)
    return HalfDone("remove " + name, removed.error());
  MayDieAt(FailPoint::kReplicaRemoved);
  Tally tally{.removed = {id}};
  if (!ours) tally.kept_volumes = AnonymousVolumesOf(inspect);
  return tally;
}

Status Removal::StopIt(const ContainerId& id) {
  const auto stopped = engine_.Stop(id);
  if (stopped || stopped.error().code == Errc::kNotFound) return {};
  // An answer that got lost: it has ended all the same.
  if (const auto inspect = engine_.Inspect(id); inspect && Text(*inspect, {"State", "Status"}) == "exited") return {};
  return stopped;
}

/// Whether it has ended, or will, though the engine says that it did not stop it.
bool Removal::MayEnd(const ContainerId& id, const Error& error) {
  if (error.code == Errc::kTimeout) return true;
  const auto inspect = engine_.Inspect(id);
  return !inspect || Text(*inspect, {"State", "Status"}) != "running";
}

Status Removal::RemoveIt(const ContainerId& id, docker::Engine::Volumes volumes) {
  const auto removed = engine_.Remove(id, volumes);
  if (removed) return removed;
  const auto inspect = engine_.Inspect(id);
  if (!inspect && inspect.error().code == Errc::kNotFound) return {};
  if (inspect && Text(*inspect, {"State", "Status"}) == "removing") return {};  // somebody else is at it
  return removed;
}

}  // namespace docktor::act
