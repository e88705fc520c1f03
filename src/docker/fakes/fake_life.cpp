#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "docker/fakes/fake_documents.h"
#include "docker/fakes/fake_engine.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"

/// FakeEngine: how containers come to be, run and go. Under its lock.

namespace docktor::docker {

using namespace fake;

Result<ContainerId> FakeEngine::CreateLocked(const std::string& name, const json::object& body) {
  if (const auto* owner = ByName(name))
    return Fail(Errc::kConflict,
                fmt::format("Conflict. The container name \"/{}\" is already in use by container \"{}\".", name,
                            IdOf(*owner).value));
  const auto wanted = Text(body, {"Image"});
  const auto image = std::find_if(images_.begin(), images_.end(), [&](const auto& entry) {
    return entry.first == wanted || Text(entry.second, {"Id"}) == wanted;
  });
  if (image == images_.end()) return Fail(Errc::kNotFound, "No such image: " + wanted);
  const ContainerId id{FakeHex(next_seed_++)};
  auto mounts = MountsOf(body, image->second);
  for (auto& mount : mounts) {
    if (mount.type != "volume") continue;
    if (mount.source.empty()) anonymous_[id].push_back(mount.source = FakeHex(next_seed_++));
    volumes_.insert(mount.source);
  }
  order_.push_back(id);
  const auto& made = containers_[id] = CreatedDocument(id.value, name, body, image->second, mounts, Now());
  Emit(made, "create");
  return id;
}

std::optional<std::string> FakeEngine::TakenPort(const json::object& wanted) const {
  const auto host_ports = [](const json::object& container) {
    std::set<std::string> ports;
    for (const auto& [port, bindings] : Object(container, {"HostConfig", "PortBindings"}))
      for (const auto& binding : bindings.as_array())
        if (const auto host = Text(binding.as_object(), {"HostPort"}); !host.empty()) ports.insert(host);
    return ports;
  };
  const auto mine = host_ports(wanted);
  for (const auto& [id, other] : containers_)
    if (RunsNow(other))
      for (const auto& port : host_ports(other))
        if (mine.contains(port)) return port;
  return std::nullopt;
}

Status FakeEngine::StartLocked(const ContainerId& id) {
  auto* container = Get(id);
  if (container == nullptr) return NoSuchContainer(id);
  if (StateOf(*container) == "paused")
    return Fail(Errc::kConflict, "cannot start a paused container, try unpause instead");
  if (RunsNow(*container)) return {};
  if (const auto port = TakenPort(*container))
    return Fail(Errc::kUnavailable, fmt::format("driver failed programming external connectivity on endpoint {}: "
                                                "Bind for 0.0.0.0:{} failed: port is already allocated",
                                                NameOf(*container), *port));
  SetState(*container, "running");
  StateIn(*container)["StartedAt"] = ToRfc3339(Now());
  StateIn(*container)["Pid"] = 1000 + next_seed_++;
  if (!Object(*container, {"Config", "Healthcheck"}).empty())
    StateIn(*container)["Health"] = json::object{{"Status", "starting"}, {"FailingStreak", 0}, {"Log", json::array{}}};
  Emit(*container, "start");
  return {};
}

void FakeEngine::End(json::object& container, int exit_code) {
  SetState(container, "exited");
  StateIn(container)["Pid"] = 0;
  StateIn(container)["ExitCode"] = exit_code;
  StateIn(container)["FinishedAt"] = ToRfc3339(Now());
  Emit(container, "die", {{"exitCode", std::to_string(exit_code)}});
}

Status FakeEngine::StopLocked(const ContainerId& id) {
  auto* container = Get(id);
  if (container == nullptr) return NoSuchContainer(id);
  if (!RunsNow(*container)) return {};
  Emit(*container, "kill", {{"signal", "15"}});
  End(*container, 0);
  Emit(*container, "stop");
  return {};
}

Status FakeEngine::RemoveLocked(const ContainerId& id, Volumes volumes) {
  const auto* container = Get(id);
  if (container == nullptr) return {};
  if (RunsNow(*container))
    return Fail(Errc::kConflict, fmt::format("You cannot remove a running container {}. Stop the container before "
                                             "attempting removal or force remove",
                                             id.value));
  Forget(id, volumes);
  return {};
}

void FakeEngine::Forget(const ContainerId& id, Volumes volumes) {
  if (volumes == Volumes::kDeleteAnonymous)
    for (const auto& name : anonymous_[id]) volumes_.erase(name);
  anonymous_.erase(id);
  Emit(containers_.at(id), "destroy");
  stats_.erase(id);
  files_.erase(id);
  containers_.erase(id);
  std::erase(order_, id);
}

}  // namespace docktor::docker
