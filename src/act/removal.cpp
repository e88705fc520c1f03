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

/// Null: it is gone.
const Counted* Find(const Census& census, const ContainerId& id) {
  const auto& all = census.containers;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Counted& c) { return c.id == id; });
  return found == all.end() ? nullptr : &*found;
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

/// One in which the drain has begun serves no more: it goes first, and whatever the count.
std::vector<ContainerId> Removal::StillToGo(const Census& census, Tally& tally) const {
  auto in_turn = action_.remove;
  std::stable_partition(in_turn.begin(), in_turn.end(), [this](const auto& id) { return drain_.HasBegun(id); });
  auto spare = census.Running() - action_.to;
  std::vector<ContainerId> ids;
  for (const auto& id : in_turn) {
    const auto* found = Find(census, id);
    if (found == nullptr || !Runs(*found) || spare-- > 0 || drain_.HasBegun(id))
      ids.push_back(id);
    else
      tally.notes.push_back(fmt::format("kept {}: no more than {} run by now", found->name, action_.to));
  }
  return ids;
}

std::vector<ContainerId> Removal::Running(const Census& census, const std::vector<ContainerId>& ids) const {
  std::vector<ContainerId> running;
  for (const auto& id : ids)
    if (const auto* found = Find(census, id); found != nullptr && found->state == "running") running.push_back(id);
  return running;
}

Tally Removal::LeaveIt(const std::string& name) const {
  if (drain_.Ended()) return {.failures = {"Docktor is stopping: not all were removed"}};
  return {.notes = {"kept " + name + ": its removal was called off"}};
}

Tally Removal::RemoveOne(const ContainerId& id) {
  if (!drain_.MayStop(id)) return LeaveIt(id.Short());
  auto inspect = engine_.Inspect(id);
  if (!inspect && inspect.error().code == Errc::kNotFound) return {.notes = {id.Short() + " was gone already"}};
  if (!inspect) return Failed("describe " + id.Short(), inspect.error());
  const auto name = docker::NameOf(*inspect);
  if (docker::ServiceOf(*inspect) != action_.service)
    return {.failures = {fmt::format("remove {}: it is {}, not of {}: left alone", name, OwnerOf(*inspect),
                                     action_.service.Text())}};
  auto tally = RunPreStop(id, *inspect);
  MayDieAt(FailPoint::kPreStopRun);
  const bool goes = drain_.MayStop(id);
  if (goes && drain_.Cancelled() && drain_.HasBegun(id))
    tally.notes.push_back("did not keep " + name + ": its drain had begun when the removal was called off");
  tally.Take(goes ? StopAndRemove(id, *inspect) : LeaveIt(name));
  return tally;
}

/// A hook may end the replica, and its restart policy start it anew: `inspect` is how it is afterwards.
Tally Removal::RunPreStop(const ContainerId& id, json::object& inspect) {
  const auto name = docker::NameOf(inspect);
  const auto origin = origins_.Remember(action_.service, inspect);
  if (!origin) return {.notes = {origin.error().During("find out what Compose gave " + name).message}};
  if (!docker::Flag(inspect, {"State", "Running"})) return {};
  Tally tally;
  if (!origin->unknown.empty()) tally.notes.push_back(origin->unknown);
  const auto& hooks = origin->compose.pre_stop;
  if (hooks.empty() || !drain_.Begin(id)) return tally;
  const auto ran = RunHooks(engine_, id, hooks, [this] { return drain_.Ended(); });
  if (!ran && !drain_.Ended()) tally.notes.push_back(ran.error().During("run the pre_stop hooks of " + name).message);
  if (auto after = engine_.Inspect(id)) inspect = *std::move(after);
  return tally;
}

void Removal::NoteOtherRun(const ContainerId& id, const json::object& inspect) const {
  const auto run = docker::RunOf(inspect);
  const auto to_end = action_.runs.find(id.value);
  if (note_run_ && to_end != action_.runs.end() && to_end->second != run) note_run_(id, run);
}

Tally Removal::StopAndRemove(const ContainerId& id, const json::object& inspect) {
  const auto name = docker::NameOf(inspect);
  NoteOtherRun(id, inspect);
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

/// Whether it has ended, or will, though the engine says that it did not stop it, or says nothing.
bool Removal::MayEnd(const ContainerId& id, const Error& error) {
  if (error.code == Errc::kTimeout || error.code == Errc::kUnavailable) return true;
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
