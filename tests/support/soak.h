#pragma once

#include <cmath>
#include <numbers>
#include <random>

#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "support/project_in_memory.h"

namespace docktor::test {

/// Load that comes and goes, and everything that can go wrong, on three services of a project in memory. The same seed
/// brings as much trouble at the same times; to whom it comes depends on who is there by then.
class Soak {
 public:
  static constexpr int kMin = 2, kMax = 8;

  /// `model`: asked to decide about each of the services; empty: none is.
  explicit Soak(unsigned seed, brain::Connector model = {})
      : project_([asks = bool(model)](const auto& key) { return SpecOf(key, asks); }), when_(seed), random_(seed) {
    project_.model = std::move(model);
    for (const auto& key : Services()) project_.engine.AddComposeService(key.project, key.service, kMin);
    project_.Start();
  }

  ProjectInMemory& project() { return project_; }
  static std::vector<ServiceKey> Services() { return {{"shop", "web"}, {"shop", "api"}, {"shop", "jobs"}}; }

  /// Load and, where `trouble`, faults of every kind for so long.
  void Run(Duration length, bool trouble) {
    const auto end = project_.clock.Now() + length;
    while (project_.clock.Now() < end && !testing::Test::HasFatalFailure()) {
      if (trouble) Something();
      if (!trouble || project_.clock.Now() >= better_at_) Mend();
      GetReady();
      project_.Step([this](const auto& service, const auto& container) { return Cores(service, container); });
      ExpectEveryoneWasLookedAt();
    }
  }

  int faults() const { return faults_; }
  bool restarts = true;  ///< Docktor is stopped and started now and then

 private:
  static Spec SpecOf(const ServiceKey& key, bool asks) {
    auto spec = EnabledSpec(key, kMin, kMax);
    spec.target.behavior.down.window = 1min;
    spec.start_deadline = 30s;
    if (key.service == "api") spec.strategy = Strategy::kAdaptive;
    if (key.service == "jobs") spec.strategy = Strategy::kThreshold;
    if (asks) spec.brain = {.mode = BrainMode::kDecide, .models = {{.model = "junk"}}};
    return spec;
  }

  int Some(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  bool Once(Duration in) { return std::uniform_int_distribution(1, static_cast<int>(in / 1s))(when_) == 1; }
  const ServiceKey& Service() { return services_[static_cast<std::size_t>(Some(0, 2))]; }
  std::optional<ContainerId> Replica() {
    const auto ids = project_.engine.Ids(Service());
    if (ids.empty()) return std::nullopt;
    return ids[static_cast<std::size_t>(Some(0, static_cast<int>(ids.size()) - 1))];
  }

  /// Replicas are ready a few seconds after their start.
  void GetReady() {
    for (const auto& key : services_)
      for (const auto& name : project_.Running(key)) {
        const auto found = project_.engine.Find(name);
        if (found && docker::Text(*found, {"State", "Health", "Status"}) == "starting" && Some(1, 3) == 1)
          project_.engine.SetHealth({docker::Text(*found, {"Id"})}, "healthy");
      }
  }

  /// A day in which each service has its own noon, with noise.
  double Cores(const ServiceKey& service, const ContainerId&) {
    const auto hours = std::chrono::duration<double, std::ratio<3600>>(project_.clock.Now().time_since_epoch()).count();
    const double phase = service.service == "web" ? 0 : service.service == "api" ? 2 : 4;
    const double load = 0.6 * (1 - std::cos(2 * std::numbers::pi * (hours - phase) / 6));  // of a core
    const auto running = std::max<std::size_t>(1, project_.Running(service).size());
    const double noise = std::uniform_real_distribution(0.9, 1.1)(random_);
    return std::min(0.25, noise * load / static_cast<double>(running));
  }

  void Something() {
    if (Once(5min)) Hurt();
    if (Once(10min)) FailACall();
    if (Once(20min)) SaySomething();
    if (Once(30min)) Interfere();
    if (Once(40min)) Begin(10s, 60s, [this] { project_.engine.Lose(); });
    if (Once(40min)) Begin(10s, 2min, [this] { project_.disk.Refuse(true); });
    if (Once(1h) && restarts) Restart();
  }
  /// Until then, at the latest, it is mended again.
  void Begin(Duration least, Duration most, const std::function<void()>& trouble) {
    ++faults_;
    trouble();
    better_at_ = project_.clock.Now() + Duration{Some(static_cast<int>(least.count()), static_cast<int>(most.count()))};
  }
  void Mend() {
    if (project_.disk.refuses()) project_.disk.Refuse(false);
    project_.engine.Return();
  }
  void Hurt() {
    const auto replica = Replica();
    if (!replica) return;
    ++faults_;
    const auto running = project_.engine.Inspect(*replica);
    if (!running || !docker::Flag(*running, {"State", "Running"})) return;
    switch (Some(0, 4)) {
      case 0: return project_.engine.Die(*replica, 1);
      case 1: return project_.engine.Kill(*replica);
      case 2: return project_.engine.RunOutOfMemory(*replica);
      case 3: return project_.engine.Destroy(*replica);
      default: return project_.engine.SetHealth(*replica, "unhealthy");
    }
  }
  void FailACall() {
    using Call = docker::FakeEngine::Call;
    static constexpr std::array kCalls{Call::kList,  Call::kInspect, Call::kCreate,
                                       Call::kStart, Call::kStop,    Call::kRemove};
    using Effect = docker::FakeEngine::Effect;
    ++faults_;
    project_.engine.FailNext(kCalls.at(static_cast<std::size_t>(Some(0, kCalls.size() - 1))),
                             {Errc::kTimeout, "the engine has not answered in time"},
                             Some(0, 1) == 0 ? Effect::kNone : Effect::kHappened);
  }
  void SaySomething() {
    const auto hold = Duration{Some(30'000, 300'000)};
    switch (Some(0, 3)) {
      case 0:
        (void)project_.Say({.service = Service(), .what = pilot::ScaleTo{.count = Some(kMin, kMax), .hold = hold}});
        break;
      case 1: (void)project_.Say({.service = Service(), .what = pilot::PauseScaling{.hold = hold}}); break;
      case 2: (void)project_.Say({.service = Service(), .what = pilot::LeanScaling{.hold = hold}}); break;
      default: (void)project_.Say({.service = Service(), .what = pilot::ResumeScaling{}}); break;
    }
  }
  /// Somebody cleans up and runs Compose.
  void Interfere() {
    ++faults_;
    const auto& service = Service();
    for (const auto& name : project_.engine.Names(service, "exited"))
      if (const auto found = project_.engine.Find(name)) project_.engine.Destroy({docker::Text(*found, {"Id"})});
    project_.engine.AddComposeService(service.project, service.service, Some(1, 3),
                                      {.config_hash = std::to_string(Some(1, 3))});
  }
  void Restart() {
    ++faults_;
    project_.Stop();
    Mend();
    project_.Start();
  }

  /// Nothing makes a look late.
  void ExpectEveryoneWasLookedAt() {
    const auto snapshot = project_.control().Latest();
    EXPECT_EQ(snapshot->services.size(), services_.size());
    for (const auto& view : snapshot->services) {
      ASSERT_TRUE(view.next_look) << view.key.service;
      EXPECT_GE(*view.next_look + 1s, snapshot->at) << view.key.service;
    }
  }

  const std::vector<ServiceKey> services_ = Services();
  ProjectInMemory project_;
  std::mt19937 when_;    // something happens: drawn equally often each second, whatever has come of it so far
  std::mt19937 random_;  // what, and to whom
  Instant better_at_{};
  int faults_ = 0;
};

}  // namespace docktor::test
