#include "docker/fakes/fake_documents.h"
#include "docker/fakes/fake_engine.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"

/// FakeEngine as those see it who change the world around Docktor, and as tests look at what there is.

namespace docktor::docker {

using namespace fake;

void FakeEngine::SetHealth(const ContainerId& id, const std::string& status) {
  const std::lock_guard lock(mutex_);
  auto& container = containers_.at(id);
  StateIn(container)["Health"] =
      json::object{{"Status", status}, {"FailingStreak", status == "unhealthy" ? 3 : 0}, {"Log", json::array{}}};
  Emit(container, "health_status: " + status);
}

void FakeEngine::Die(const ContainerId& id, int exit_code) {
  const std::lock_guard lock(mutex_);
  End(containers_.at(id), exit_code);
}

void FakeEngine::Kill(const ContainerId& id, int signal) {
  const std::lock_guard lock(mutex_);
  auto& container = containers_.at(id);
  Emit(container, "kill", {{"signal", std::to_string(signal)}});
  End(container, 128 + signal);
}

void FakeEngine::RunOutOfMemory(const ContainerId& id) {
  const std::lock_guard lock(mutex_);
  auto& container = containers_.at(id);
  End(container, 137);
  Emit(container, "oom");
}

void FakeEngine::Pause(const ContainerId& id) {
  const std::lock_guard lock(mutex_);
  SetState(containers_.at(id), "paused");
  Emit(containers_.at(id), "pause");
}

void FakeEngine::Unpause(const ContainerId& id) {
  const std::lock_guard lock(mutex_);
  SetState(containers_.at(id), "running");
  Emit(containers_.at(id), "unpause");
}

void FakeEngine::Rename(const ContainerId& id, const std::string& name) {
  const std::lock_guard lock(mutex_);
  auto& container = containers_.at(id);
  const auto old_name = Text(container, {"Name"});
  container["Name"] = "/" + name;
  Emit(container, "rename", {{"oldName", old_name}});
}

void FakeEngine::Destroy(const ContainerId& id) {
  const std::lock_guard lock(mutex_);
  auto& container = containers_.at(id);
  if (RunsNow(container)) {
    Emit(container, "kill", {{"signal", "9"}});
    End(container, 137);
  }
  Forget(id, Volumes::kKeep);
}

void FakeEngine::Use(const ContainerId& id, json::object stats) {
  const std::lock_guard lock(mutex_);
  stats_[id].push_back(std::move(stats));
  changed_.notify_all();
}

void FakeEngine::Edit(const ContainerId& id, const std::function<void(json::object&)>& change) {
  const std::lock_guard lock(mutex_);
  change(containers_.at(id));
}

void FakeEngine::ProgramsEnd(std::optional<int> exit_code) {
  const std::lock_guard lock(mutex_);
  program_end_ = exit_code;
  changed_.notify_all();
}

void FakeEngine::AddFile(const ContainerId& id, const AddedFile& file, const std::string& content) {
  const std::lock_guard lock(mutex_);
  files_[id].emplace_back(file, content);
}

// What there is.

std::optional<std::string> FakeEngine::FileIn(const ContainerId& id, const std::string& path) const {
  const std::lock_guard lock(mutex_);
  if (const auto files = files_.find(id); files != files_.end())
    for (const auto& [file, content] : files->second)
      if (file.path == path) return content;
  return std::nullopt;
}

std::vector<std::string> FakeEngine::Executed(const ContainerId& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = executed_.find(id);
  return found == executed_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<json::object> FakeEngine::Find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, container] : containers_)
    if (NameOf(container) == name) return container;
  return std::nullopt;
}

std::vector<ContainerId> FakeEngine::Ids(const ServiceKey& service) const {
  const std::lock_guard lock(mutex_);
  std::vector<ContainerId> ids;
  for (const auto& id : order_) {
    const auto& container = containers_.at(id);
    if (LabelOf(container, kProjectLabel) == service.project && LabelOf(container, kServiceLabel) == service.service)
      ids.push_back(id);
  }
  return ids;
}

std::vector<std::string> FakeEngine::Names(const ServiceKey& service, const std::string& state) const {
  std::vector<std::string> names;
  const auto ids = Ids(service);
  const std::lock_guard lock(mutex_);
  for (const auto& id : ids)
    if (const auto found = containers_.find(id);
        found != containers_.end() && (state.empty() || StateOf(found->second) == state))
      names.push_back(NameOf(found->second));
  return names;
}

std::set<std::string> FakeEngine::VolumeNames() const {
  const std::lock_guard lock(mutex_);
  return volumes_;
}

int FakeEngine::Calls(Call call) const {
  const std::lock_guard lock(mutex_);
  return calls_[call].made;
}

int FakeEngine::Calls() const {
  const std::lock_guard lock(mutex_);
  int all = 0;
  for (const auto& [call, state] : calls_) all += state.made;
  return all;
}

int FakeEngine::MostAtOnce(Call call) const {
  const std::lock_guard lock(mutex_);
  return calls_[call].most_inside;
}

int FakeEngine::Hanging() const {
  const std::lock_guard lock(mutex_);
  int all = 0;
  for (const auto& [call, state] : calls_) all += state.hanging;
  return all;
}

}  // namespace docktor::docker
