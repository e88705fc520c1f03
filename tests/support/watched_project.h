#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "operations/now/services.h"
#include "operations/now/status.h"
#include "operations/now/why.h"
#include "operations/past/decisions.h"
#include "remember/journal/replay.h"
#include "support/compose_project.h"
#include "support/docktor_program.h"
#include "support/within.h"

namespace docktor::test {

struct Container {
  std::string id;
  std::string service;
  std::string state;
  std::string started_at;
  std::string copy_of;      ///< "d42"; empty where Docktor did not make it
  std::string config_hash;  ///< of the configuration that Compose knows it by
  friend auto operator<=>(const Container&, const Container&) = default;
};
inline std::ostream& operator<<(std::ostream& os, const Container& c) {
  return os << c.service << " " << c.id.substr(0, 12) << " " << c.state << " since " << c.started_at << " "
            << c.copy_of;
}

/// Containers that were made, ended and removed while it listens, as the engine tells it.
class EventLog {
 public:
  EventLog(docker::Engine& engine, std::string project)
      : thread_([this, &engine, project = std::move(project)] {
          const auto stop = [this] { return stopping_.load(); };
          const auto on_event = [this](const docker::EngineEvent& e) {
            const auto copy = e.attributes.find(docker::kCopyLabel);
            const std::lock_guard lock(mutex_);
            if (e.action == "create" && copy != e.attributes.end()) made_[e.container] = copy->second;
            if (e.action == "die") ended_.insert(e.container);
            if (e.action == "destroy") removed_.insert(e.container);
            static const std::set<std::string> kWork{"create", "start", "die", "kill", "stop", "destroy", "rename"};
            if (kWork.contains(e.action)) last_ = std::chrono::steady_clock::now();
          };
          const auto status = engine.Events(
              {project}, [this] { open_ = true; }, on_event, stop);
          EXPECT_TRUE(status || stopping_) << status.error().message;
        }) {
    EXPECT_TRUE(Within(5s, [this] { return open_.load(); }));
  }
  ~EventLog() {
    stopping_ = true;
    thread_.join();
  }
  std::map<ContainerId, std::string> made() const {
    const std::lock_guard lock(mutex_);
    return made_;
  }
  /// When a container of the project was last made, started, ended or removed.
  std::chrono::steady_clock::time_point last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  std::set<ContainerId> removed() const {
    const std::lock_guard lock(mutex_);
    return removed_;
  }
  /// By themselves or by others.
  std::set<ContainerId> ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  std::atomic<bool> stopping_{false}, open_{false};
  mutable std::mutex mutex_;
  std::map<ContainerId, std::string> made_;  ///< copies, and the decision that made each
  std::set<ContainerId> ended_, removed_;
  std::chrono::steady_clock::time_point last_{};
  std::thread thread_;
};

/// Requests to a container from within its own network, until it goes out of scope.
class Load {
 public:
  Load(const std::string& container, const std::string& port_and_path, int per_second)
      : id_(Lines(Shell("docker run -d --init=false --network container:" + container + " " + TestImage() +
                        " load http://127.0.0.1:" + port_and_path + " " + std::to_string(per_second) + " 120"))
                .back()) {}
  ~Load() { Shell("docker rm -f " + id_); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

 private:
  std::string id_;
};

/// A Compose project and the daemon that watches it; both are taken down at the end.
class WatchedProject {
 public:
  explicit WatchedProject(const std::string& compose_file)
      : compose(compose_file), docktor(compose.folder(), compose.name()) {}
  ~WatchedProject() {
    if (std::filesystem::exists(docktor.socket())) docktor.Run("daemon stop");
    if (testing::Test::HasFailure()) std::cerr << "--- the daemon's log\n" << ContentOf(docktor.log());
  }

  ComposeProject compose;
  DocktorProgram docktor;

  const std::string& name() const { return compose.name(); }
  docker::Engine& engine() { return *engine_; }

  // ---- the daemon

  void Start(const std::string& arguments = "", const std::string& variables = "") {
    const auto ran = docktor.Run("daemon start " + arguments, variables);
    ASSERT_EQ(ran.exit_code, 0) << ran;
    daemon_ = static_cast<pid_t>(Status().daemon.pid);
  }
  /// Whether one runs after that: something may be in its way, or the end of it.
  bool TryStart(const std::string& arguments = "", const std::string& variables = "") {
    docktor.Run("daemon start " + arguments, variables);
    const auto told = Told();
    daemon_ = told ? static_cast<pid_t>(told->daemon.pid) : 0;
    return told.has_value();
  }
  /// As when the machine loses power, for the daemon that was started last.
  void Kill() {
    ASSERT_GT(daemon_, 0);
    kill(daemon_, SIGKILL);
    ASSERT_TRUE(Within(5s, [this] { return !ProcessLives(daemon_); }));
  }

  /// The daemon that was started last.
  pid_t daemon() const { return daemon_; }
  bool Lives() const { return ProcessLives(daemon_); }

  /// Be it that the engine is away; empty: nobody answers.
  std::optional<operations::StatusOutput> Told() {
    const auto status = ParseJson(docktor.Run("status --json").out).and_then([](const json::value& said) {
      return FromJson<operations::StatusOutput>(said);
    });
    return status ? std::optional(*status) : std::nullopt;
  }
  operations::StatusOutput Status() { return docktor.Ask<operations::StatusOutput>("status"); }
  operations::ServiceStatus Status(const std::string& service) {
    for (auto& one : Status().services)
      if (one.service.service == service) return one;
    ADD_FAILURE() << service << " is not in the status";
    return {};
  }
  operations::WhyOutput Why(const std::string& service) { return docktor.Ask<operations::WhyOutput>("why " + service); }
  bool ChainHolds() { return docktor.Run("decisions verify").exit_code == 0; }

  std::vector<Record> Journal() const {
    const auto replayed = remember::Replay(docktor.journal());
    return replayed ? replayed->records : std::vector<Record>{};
  }
  std::vector<Decision> Intents() const {
    std::vector<Decision> intents;
    for (const auto& record : Journal())
      if (const auto* intent = std::get_if<Intent>(&record.body)) intents.push_back(intent->decision);
    return intents;
  }
  /// What others did to the counts, of one service or of all, as far as it is on record.
  std::vector<ChangeKind> Changes(const std::string& service = "") const {
    std::vector<ChangeKind> kinds;
    for (const auto& record : Journal())
      if (const auto* seen = std::get_if<ChangeSeen>(&record.body))
        if (service.empty() || seen->service.service == service) kinds.push_back(seen->kind);
    return kinds;
  }

  // ---- the containers

  std::vector<Container> Containers() {
    std::vector<Container> all;
    const auto list = engine_->List({name()});
    EXPECT_TRUE(list) << list.error().message;
    if (list)
      for (const auto& entry : *list) {
        const auto& c = entry.as_object();
        all.push_back({.id = docker::Text(c, {"Id"}),
                       .service = docker::Text(c, {"Labels", docker::kServiceLabel}),
                       .state = docker::Text(c, {"State"}),
                       .copy_of = docker::Text(c, {"Labels", docker::kCopyLabel}),
                       .config_hash = docker::Text(c, {"Labels", docker::kConfigHashLabel})});
      }
    for (auto& one : all)
      if (const auto inspect = engine_->Inspect({one.id}); inspect)
        one.started_at = docker::Text(*inspect, {"State", "StartedAt"});
    std::sort(all.begin(), all.end());
    return all;
  }
  /// Those of one service, or of all others, that are there in whatever state.
  std::vector<Container> Of(const std::string& service) {
    auto all = Containers();
    std::erase_if(all, [&](const Container& c) { return c.service != service; });
    return all;
  }
  std::vector<Container> NotOf(const std::string& service) {
    auto all = Containers();
    std::erase_if(all, [&](const Container& c) { return c.service == service; });
    return all;
  }
  int Running(const std::string& service) {
    const auto all = Of(service);
    return static_cast<int>(std::count_if(all.begin(), all.end(), [](const auto& c) { return c.state == "running"; }));
  }
  bool Runs(const std::string& service, int count) { return Running(service) == count; }
  /// Containers that do not run.
  std::vector<Container> Leftovers() {
    auto all = Containers();
    std::erase_if(all, [](const Container& c) { return c.state == "running"; });
    return all;
  }

 private:
  pid_t daemon_ = 0;
  std::unique_ptr<docker::Engine> engine_ = docker::Connect(docker::FindEngine().value()).value();
};

}  // namespace docktor::test
