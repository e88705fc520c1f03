#include "docker/fakes/fake_engine.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "docker/fakes/fake_documents.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"

namespace docktor::docker {
using namespace fake;
namespace {

bool Concerns(const ProjectFilter& filter, const json::object& container) {
  return LabelOf(container, kProjectLabel) == filter.project && LabelOf(container, kOneOffLabel) != "True";
}

}  // namespace

FakeEngine::FakeEngine(const Clock* clock)
    : clock_(clock), own_time_(std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}) {}
FakeEngine::~FakeEngine() = default;

Instant FakeEngine::Now() const { return (clock_ != nullptr ? clock_->Now() : own_time_) + ahead_; }

void FakeEngine::SetAhead(Duration ahead) {
  const std::lock_guard lock(mutex_);
  ahead_ = ahead;
}

std::optional<Instant> FakeEngine::Date() const {
  const std::lock_guard lock(mutex_);
  return clock_ != nullptr ? std::optional(Now()) : std::nullopt;
}

json::object* FakeEngine::Get(const ContainerId& id) {
  const auto found = containers_.find(id);
  return found == containers_.end() ? nullptr : &found->second;
}

json::object* FakeEngine::ByName(const std::string& name) {
  for (auto& [id, container] : containers_)
    if (NameOf(container) == name) return &container;
  return nullptr;
}

void FakeEngine::Emit(const json::object& container, const std::string& action,
                      std::map<std::string, std::string> more) {
  own_time_ += 1s;
  EngineEvent event{action, IdOf(container), Now(), std::move(more)};
  for (const auto& [label, value] : container.at("Config").as_object().at("Labels").as_object())
    event.attributes.emplace(std::string(label), std::string(value.as_string()));
  event.attributes.emplace("name", NameOf(container));
  event.attributes.emplace("image", Text(container, {"Config", "Image"}));
  events_.push_back(std::move(event));
  for (; events_.size() > kRemembered; ++forgotten_) events_.pop_front();
  changed_.notify_all();
}

// Every call goes through here: counted, held up while that is on cue, then failed or let through.

std::optional<FakeEngine::Cue> FakeEngine::TakeCue(CallState& state) {
  std::optional<Cue> due;
  for (auto& cue : state.cues)
    if (--cue.nth == 0) due = cue;
  std::erase_if(state.cues, [](const Cue& cue) { return cue.nth <= 0; });
  return due;
}

template <typename T>
Result<T> FakeEngine::Through(Call call, const std::function<Result<T>()>& act) {
  std::unique_lock lock(mutex_);
  auto& state = calls_[call];
  ++state.made;
  state.most_inside = std::max(state.most_inside, ++state.inside);
  const auto cue = TakeCue(state);
  if (state.hang) {
    ++state.hanging;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !state.hang; });
    --state.hanging;
  }
  --state.inside;
  if (lost_) return Fail(Errc::kUnavailable, "Cannot connect to the Docker daemon. Is the docker daemon running?");
  if (cue && cue->effect == Effect::kNone) return tl::unexpected(cue->error);
  auto result = act();
  if (cue) return tl::unexpected(cue->error);
  return result;
}

void FakeEngine::FailNth(Call call, int nth, Error error, Effect effect) {
  const std::lock_guard lock(mutex_);
  calls_[call].cues.push_back({nth, std::move(error), effect});
}

void FakeEngine::FailInspections(const ContainerId& id, std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  undescribed_.erase(id);
  if (error) undescribed_.emplace(id, *std::move(error));
}

void FakeEngine::Hang(Call call) {
  const std::lock_guard lock(mutex_);
  calls_[call].hang = true;
}

void FakeEngine::Release(Call call) {
  const std::lock_guard lock(mutex_);
  calls_[call].hang = false;
  changed_.notify_all();
}

void FakeEngine::WaitUntilHanging(Call call, int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return calls_[call].hanging >= count; });
}

void FakeEngine::Lose() {
  const std::lock_guard lock(mutex_);
  lost_ = true;
  ++losses_;
  changed_.notify_all();
}

void FakeEngine::Return() {
  const std::lock_guard lock(mutex_);
  lost_ = false;
}

// The Engine API.

Result<EngineInfo> FakeEngine::Info() {
  return Through<EngineInfo>(Call::kInfo, [] { return EngineInfo{"20.10.24", "1.41", "fake"}; });
}

Result<json::array> FakeEngine::List(const ProjectFilter& filter) {
  return Through<json::array>(Call::kList, [&] {
    json::array list;
    for (auto id = order_.rbegin(); id != order_.rend(); ++id)  // newest first
      if (const auto& container = containers_.at(*id); Concerns(filter, container))
        list.push_back(ListEntry(container, Now()));
    return list;
  });
}

Result<json::object> FakeEngine::Inspect(const ContainerId& id) {
  return Through<json::object>(Call::kInspect, [&]() -> Result<json::object> {
    const auto* container = Get(id);
    if (container == nullptr) return NoSuchContainer(id);
    if (const auto error = undescribed_.find(id); error != undescribed_.end()) return tl::unexpected(error->second);
    return *container;
  });
}

Result<ContainerId> FakeEngine::Create(const std::string& name, const json::object& body) {
  return Through<ContainerId>(Call::kCreate, [&] { return CreateLocked(name, body); });
}

Status FakeEngine::Start(const ContainerId& id) {
  return Through<void>(Call::kStart, [&] { return StartLocked(id); });
}

Status FakeEngine::Stop(const ContainerId& id) {
  return Through<void>(Call::kStop, [&] { return StopLocked(id); });
}

Status FakeEngine::Signal(const ContainerId& id, const std::string& signal) {
  return Through<void>(Call::kSignal, [&]() -> Status {
    const auto* container = Get(id);
    if (container == nullptr) return NoSuchContainer(id);
    if (!RunsNow(*container)) return Fail(Errc::kConflict, "Container " + id.value + " is not running");
    executed_[id].push_back("SIG" + signal);
    return {};
  });
}

Status FakeEngine::Update(const ContainerId& id, double cpus) {
  return Through<void>(Call::kUpdate, [&]() -> Status {
    constexpr double kCores = 8;
    auto* container = Get(id);
    if (container == nullptr) return NoSuchContainer(id);
    if (cpus < 0.01 || cpus > kCores) return Fail(Errc::kInvalidInput, "Range of CPUs is from 0.01 to 8.00");
    (*container)["HostConfig"].as_object()["NanoCpus"] = static_cast<std::int64_t>(std::llround(cpus * 1e9));
    Emit(*container, "update");
    return {};
  });
}

Status FakeEngine::Remove(const ContainerId& id, Volumes volumes) {
  return Through<void>(Call::kRemove, [&] { return RemoveLocked(id, volumes); });
}

Result<int> FakeEngine::Exec(const ContainerId& id, const Program& program, Duration limit,
                             const std::function<bool()>& stop) {
  const auto begun = Through<void>(Call::kExec, [&]() -> Status {
    const auto* container = Get(id);
    if (container == nullptr) return NoSuchContainer(id);
    if (StateOf(*container) != "running") return Fail(Errc::kConflict, "Container " + id.value + " is not running");
    executed_[id].push_back(fmt::format("{}", fmt::join(program.command, " ")));
    changed_.notify_all();
    return {};
  });
  if (!begun) return tl::unexpected(begun.error());
  const auto deadline = std::chrono::steady_clock::now() + limit;
  std::unique_lock lock(mutex_);
  while (!program_end_) {
    if (stop()) return Fail(Errc::kUnavailable, "not waited for any longer");
    if (std::chrono::steady_clock::now() > deadline)
      return Fail(Errc::kTimeout, "it has not ended in " + ToText(limit));
    changed_.wait_for(lock, 5ms);
  }
  return *program_end_;
}

Result<std::vector<std::string>> FakeEngine::AddedPaths(const ContainerId& id) {
  return Through<std::vector<std::string>>(Call::kAddedPaths, [&]() -> Result<std::vector<std::string>> {
    if (Get(id) == nullptr) return NoSuchContainer(id);
    std::vector<std::string> paths;
    for (const auto& [file, content] : files_[id]) paths.push_back(file.path);
    return paths;
  });
}

Result<std::optional<AddedFile>> FakeEngine::StatFile(const ContainerId& id, const std::string& path) {
  return Through<std::optional<AddedFile>>(Call::kStatFile, [&]() -> Result<std::optional<AddedFile>> {
    for (const auto& [file, content] : files_[id])
      if (file.path == path) return file;
    return std::nullopt;
  });
}

/// Its archives are a content with nothing around it.
Result<std::string> FakeEngine::ReadFile(const ContainerId& id, const std::string& path) {
  return Through<std::string>(Call::kReadFile, [&]() -> Result<std::string> {
    for (const auto& [file, content] : files_[id])
      if (file.path == path) return content;
    return Fail(Errc::kNotFound, "Could not find the file " + path + " in container " + id.value);
  });
}

Status FakeEngine::WriteFile(const ContainerId& id, const std::string& path, const std::string& archive) {
  return Through<void>(Call::kWriteFile, [&]() -> Status {
    if (Get(id) == nullptr) return NoSuchContainer(id);
    files_[id].push_back(
        {{path, std::chrono::floor<std::chrono::seconds>(Now()), static_cast<std::int64_t>(archive.size()), true},
         archive});
    return {};
  });
}

Result<json::array> FakeEngine::Networks(const std::string& project) {
  return Through<json::array>(Call::kNetworks, [&] {
    json::array list;
    if (networks_.contains(project)) list.push_back(json::object{{"Name", project + "_default"}});
    return list;
  });
}

Result<json::object> FakeEngine::InspectImage(const std::string& image_id) {
  return Through<json::object>(Call::kInspectImage, [&]() -> Result<json::object> {
    for (const auto& [name, image] : images_)
      if (name == image_id || Text(image, {"Id"}) == image_id) return image;
    return Fail(Errc::kNotFound, "No such image: " + image_id);
  });
}

std::vector<EngineEvent> FakeEngine::EventsSince(std::size_t next) const {
  const auto skipped = std::max(next, forgotten_) - forgotten_;
  return {events_.begin() + static_cast<std::ptrdiff_t>(skipped), events_.end()};
}

Status FakeEngine::Events(const ProjectFilter& filter, const std::function<void()>& on_open,
                          const std::function<void(const EngineEvent&)>& on_event, const std::function<bool()>& stop) {
  std::size_t next = 0;
  int losses = 0;
  const auto open = Through<void>(Call::kEvents, [&]() -> Status {
    next = HappenedSoFar();
    losses = losses_;
    return {};
  });
  if (!open) return open;
  on_open();
  while (!stop()) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 20ms, [&] { return next < HappenedSoFar() || losses != losses_; });
    const auto fresh = EventsSince(next);
    next = HappenedSoFar();
    const auto lost = losses != losses_;
    lock.unlock();
    for (const auto& event : fresh)
      if (const auto project = event.attributes.find(kProjectLabel);
          project != event.attributes.end() && project->second == filter.project)
        on_event(event);
    if (lost) return Fail(Errc::kUnavailable, "the event stream broke off");
  }
  return {};
}

Status FakeEngine::Stats(const ContainerId& id, const std::function<void(const json::object&)>& on_stats,
                         const std::function<bool()>& stop) {
  std::size_t next = 0;
  int losses = 0;
  const auto open = Through<void>(Call::kStats, [&]() -> Status {
    if (Get(id) == nullptr) return NoSuchContainer(id);
    next = stats_[id].size();
    losses = losses_;
    return {};
  });
  if (!open) return open;
  while (!stop()) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 20ms, [&] { return next < stats_[id].size() || losses != losses_; });
    const auto* container = Get(id);
    const bool ended = losses != losses_ || container == nullptr || !RunsNow(*container);
    std::vector<json::object> fresh(stats_[id].begin() + static_cast<std::ptrdiff_t>(next), stats_[id].end());
    next = stats_[id].size();
    lock.unlock();
    for (const auto& stats : fresh) on_stats(stats);
    if (ended) return Fail(Errc::kUnavailable, "the engine has ended the stream");
  }
  return {};
}

}  // namespace docktor::docker
