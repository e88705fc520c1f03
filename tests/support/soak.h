#pragma once

#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>

#include "decide/resolve.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "support/project_in_memory.h"

namespace docktor::test {

/// Load that comes and goes, and everything that can go wrong, on three services of a project in memory. Half of the
/// time calls of the engine hang, and while an action hangs over one there is more trouble. The same seed brings the
/// same trouble at the same times, as far as it does not depend on what Docktor is at; to whom it comes depends on who
/// is there by then.
class Soak {
 public:
  static constexpr int kMin = 2, kMax = 8;

  /// `model`: asked to decide about each of the services; empty: none is.
  explicit Soak(unsigned seed, brain::Connector model = {})
      : project_([asks = bool(model)](const auto& key) { return SpecOf(key, asks); }),
        when_(seed),
        random_(seed),
        noise_(seed) {
    project_.model = std::move(model);
    project_.patience = 50ms;  // of ours, each time that the disk hangs
    project_.while_stopping = [this] {
      project_.disk.Hang(false);
      Release();
    };
    for (const auto& key : services_) {
      project_.engine.AddComposeService(key.project, key.service, kMin);
      most_[key] = kMax;
    }
    project_.Start();
  }

  ProjectInMemory& project() { return project_; }
  static std::vector<ServiceKey> Services() { return {{"shop", "web"}, {"shop", "api"}, {"shop", "jobs"}}; }

  /// Load and, where `trouble`, faults of every kind for so long. Nothing hangs at its end.
  void Run(Duration length, bool trouble) {
    const auto end = project_.clock.Now() + length;
    while (project_.clock.Now() < end && !testing::Test::HasFatalFailure()) {
      if (let_go_at_ && project_.clock.Now() >= *let_go_at_) LetGo();
      if (trouble) Something();
      if (!trouble) StartWhatIsStopped();
      if (!trouble || project_.clock.Now() >= better_at_) Mend();
      PassASecond();
    }
    if (!let_go_at_) return;
    LetGo();
    PassASecond();
  }

  int faults() const { return faults_; }
  int amid() const { return amid_; }  ///< of them, and of orders, those that came while an action hung
  bool restarts = true;               ///< Docktor is stopped or killed, and started, now and then

 private:
  using Call = docker::FakeEngine::Call;

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

  void PassASecond() {
    GetReady();
    project_.Step([this](const auto& service, const auto& container) { return Cores(service, container); });
    ExpectEveryoneWasLookedAt();
    ExpectNoneTooMany();
  }

  /// What is done to a container that may have gone by now: Docktor may still be taking some away.
  template <typename Deed>
  static void IfThere(const Deed& deed) {
    try {
      deed();
    } catch (const std::out_of_range&) {
    }
  }

  /// Replicas are ready a few seconds after their start.
  void GetReady() {
    for (const auto& key : services_)
      for (const auto& name : project_.Running(key)) {
        const auto found = project_.engine.Find(name);
        if (found && docker::Text(*found, {"State", "Health", "Status"}) == "starting" && Some(1, 3) == 1)
          IfThere([&] { project_.engine.SetHealth({docker::Text(*found, {"Id"})}, "healthy"); });
      }
  }

  /// A day in which each service has its own noon, with noise.
  double Cores(const ServiceKey& service, const ContainerId&) {
    const auto hours = std::chrono::duration<double, std::ratio<3600>>(project_.clock.Now().time_since_epoch()).count();
    const double phase = service.service == "web" ? 0 : service.service == "api" ? 2 : 4;
    const double load = 0.6 * (1 - std::cos(2 * std::numbers::pi * (hours - phase) / 6));  // of a core
    const auto running = std::max<std::size_t>(1, project_.Running(service).size());
    const double noise = std::uniform_real_distribution(0.9, 1.1)(noise_);
    return std::min(0.25, noise * load / static_cast<double>(running));
  }

  void Something() {
    if (Once(5min)) Hurt();
    if (Once(10min)) FailACall();
    if (Once(15s)) HangCalls();
    if (Once(20min)) SaySomething();
    if (Once(30min)) Interfere();
    if (Once(40min)) LoseEngine();
    if (Once(40min)) RefuseWrites();
    if (Once(40min)) HangDisk();
    if (Once(1min)) StartWhatIsStopped();
    if (Once(1h) && restarts) Restart();
    if (project_.engine.Hanging() > 0 && Some(1, 6) == 1) SomethingAmid();
  }
  /// Amid an action.
  void SomethingAmid() {
    ++amid_;
    switch (Some(0, restarts ? 6 : 5)) {
      case 0: return Hurt();
      case 1: return SaySomething();
      case 2: return Interfere();
      case 3: return LoseEngine();
      case 4: return RefuseWrites();
      case 5: return HangDisk();
      default: return Restart();
    }
  }
  void LoseEngine() {
    Begin(10s, 60s, [this] { project_.engine.Lose(); });
  }
  void RefuseWrites() {
    Begin(10s, 2min, [this] { project_.disk.Refuse(true); });
  }
  void HangDisk() {
    Begin(10s, 2min, [this] { project_.disk.Hang(true); });
  }
  /// Until then, at the latest, it is mended again.
  void Begin(Duration least, Duration most, const std::function<void()>& trouble) {
    ++faults_;
    trouble();
    better_at_ = project_.clock.Now() + Duration{Some(static_cast<int>(least.count()), static_cast<int>(most.count()))};
  }
  void Mend() {
    project_.disk.Refuse(false);
    project_.disk.Hang(false);
    project_.engine.Return();
  }

  /// Whatever begins from now on hangs, at one step or another. Calls that the watch makes as well do not: without
  /// those nothing is seen.
  void HangCalls() {
    if (let_go_at_) return;
    let_go_at_ = project_.clock.Now() + 1s * Some(2, 30);
    project_.engine.Hang(Some(0, 1) == 0 ? Call::kCreate : Call::kStart);
    project_.engine.Hang(Some(0, 1) == 0 ? Call::kStop : Call::kRemove);
  }
  /// Returns once what hung has come to pass.
  void Release() {
    for (const auto call : {Call::kCreate, Call::kStart, Call::kStop, Call::kRemove}) project_.engine.Release(call);
    while (project_.engine.Hanging() > 0) std::this_thread::yield();
  }
  void LetGo() {
    Release();
    let_go_at_.reset();
    project_.AwaitActions();
  }

  void Hurt() {
    const auto replica = Replica();
    if (!replica) return;
    ++faults_;
    const auto running = project_.engine.Inspect(*replica);
    if (!running || !docker::Flag(*running, {"State", "Running"})) return;
    IfThere([&] { Hurt(*replica, Some(0, 4)); });
  }
  void Hurt(const ContainerId& replica, int how) {
    switch (how) {
      case 0: return project_.engine.Die(replica, 1);
      case 1: return project_.engine.Kill(replica);
      case 2: return project_.engine.RunOutOfMemory(replica);
      case 3: return project_.engine.Destroy(replica);
      default: return project_.engine.SetHealth(replica, "unhealthy");
    }
  }
  void FailACall() {
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
    project_.AwaitActions();
  }
  /// Somebody cleans up and runs Compose.
  void Interfere() {
    ++faults_;
    const auto& service = Service();
    for (const auto& name : project_.engine.Names(service, "exited"))
      if (const auto found = project_.engine.Find(name))
        IfThere([&] { project_.engine.Destroy({docker::Text(*found, {"Id"})}); });
    ComposeAdds(service, Some(1, 3), {.config_hash = std::to_string(Some(1, 3))});
  }
  /// An action that is under way has counted who runs, and does not know of these.
  void ComposeAdds(const ServiceKey& service, int count, const docker::FakeService& description = {}) {
    const bool amid = project_.Acts();
    project_.engine.AddComposeService(service.project, service.service, count, description);
    auto& most = most_.at(service);
    most = amid ? most + count : std::max(kMax, Running(service));
  }
  /// Somebody finds that none runs. Where others took the last one, or nobody knows how it ended, Docktor may not.
  void StartWhatIsStopped() {
    const auto snapshot = project_.control().Latest();
    for (const auto& view : snapshot->services)
      if (view.decision && decide::InForce(view.decision->verdict, Reason::kStoppedByOthers) && Running(view.key) == 0)
        ComposeAdds(view.key, 1);
  }
  /// By a stop, or as if killed: from one moment on nothing of it reaches engine or disk, be its threads still there.
  /// Either may come amid an action, with its calls hanging or just done.
  void Restart() {
    ++faults_;
    for (const auto& key : services_)
      if (project_.engine.Ids(key).empty()) ComposeAdds(key, 1);  // nothing else tells the next one of that service
    if (Some(0, 1) == 0) Release();
    if (Some(0, 1) == 0) CutOff();
    project_.Stop();
    let_go_at_.reset();
    Mend();
    project_.Start();
  }
  void CutOff() {
    project_.engine.Lose();
    project_.disk.Refuse(true);
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

  int Running(const ServiceKey& service) const { return static_cast<int>(project_.Running(service).size()); }

  /// At no time does Docktor make more run than the maximum. Others may: then no more come than they have added, be it
  /// to what an action had begun before, and whoever goes then is not replaced.
  void ExpectNoneTooMany() {
    const bool acts = project_.Acts();
    for (auto& [service, most] : most_) {
      const int running = Running(service);
      EXPECT_LE(running, most) << service.service;
      if (!acts) most = std::max(kMax, running);
    }
  }

  const std::vector<ServiceKey> services_ = Services();
  ProjectInMemory project_;
  std::mt19937 when_;    // something happens: drawn equally often each second, whatever has come of it so far
  std::mt19937 random_;  // what, and to whom
  std::mt19937 noise_;   // in the load: drawn for each replica that Docktor sees
  Instant better_at_{};
  std::optional<Instant> let_go_at_;  // while calls hang
  std::map<ServiceKey, int> most_;    // that may run
  int faults_ = 0, amid_ = 0;
};

}  // namespace docktor::test
