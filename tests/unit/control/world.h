#pragma once

#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "control/control.h"
#include "support/movable_clock.h"

namespace docktor::control {

/// Something that one thread changes and others wait for. A wait that lasts too long fails the test, and returns.
class Monitor {
 public:
  template <typename F>
  auto Change(F change) {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
    return change();
  }
  template <typename F>
  void Await(const char* what, F there) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 20s, there)) << "waited in vain for " << what;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

/// Keeps records in memory; its disk can hang and refuse.
class FakeJournal final : public Journal {
 public:
  Status Append(RecordBody body) override {
    monitor_.Change([&] { return ++waiting_; });
    monitor_.Await("the disk", [&] { return !hangs_; });
    return monitor_.Change([&]() -> Status {
      --waiting_;
      bodies_.push_back(std::move(body));
      if (refuses_) return Fail(Errc::kUnavailable, "no space left on device");
      return {};
    });
  }
  void Hang() {
    monitor_.Change([&] { return hangs_ = true; });
  }
  void Release() {
    monitor_.Change([&] { return hangs_ = false; });
  }
  void Refuse(bool refuses) {
    monitor_.Change([&] { return refuses_ = refuses; });
  }
  std::optional<std::string> Trouble() {
    return monitor_.Change(
        [&] { return refuses_ ? std::optional<std::string>("no space left on device") : std::nullopt; });
  }
  void AwaitWriter() {
    monitor_.Await("a writer", [&] { return waiting_ > 0; });
  }
  template <typename T>
  int Count() {
    return monitor_.Change([&] {
      return static_cast<int>(
          std::count_if(bodies_.begin(), bodies_.end(), [](const auto& b) { return std::holds_alternative<T>(b); }));
    });
  }

 private:
  Monitor monitor_;
  std::vector<RecordBody> bodies_;
  int waiting_ = 0;
  bool hangs_ = false, refuses_ = false;
};

/// Replicas in memory. Does what it is told at once, or, told to hang, when it is told to finish.
class FakeActuator final : public Actuator {
 public:
  void Start(const Decision& decision, ActionReports& reports) override {
    const bool now = monitor_.Change([&] {
      started_.insert(decision.service);
      if (hang_) hanging_.emplace_back(decision, &reports);
      return !hang_;
    });
    if (now) Do(decision, reports, decision.at);
  }
  void CancelDrain(const ServiceKey&, DecisionId decision) override {
    monitor_.Change([&] { return cancelled_.insert(decision); });
  }
  void TellBalancer(const ServiceKey& service, DecisionId decision, const BalancerSettings& balancer,
                    ActionReports& reports) override {
    monitor_.Change([&] { return told_.insert(balancer.service); });
    reports.OnBalancerTold({decision, service, {}, balancer.service == "lb" ? "" : "no such service"});
  }
  std::set<std::string> Told() {
    return monitor_.Change([&] { return told_; });
  }
  std::set<DecisionId> Cancelled() {
    return monitor_.Change([&] { return cancelled_; });
  }
  void Hang() {
    monitor_.Change([&] { return hang_ = true; });
  }
  void Finish(Instant at) {
    const auto waiting = monitor_.Change([&] { return std::exchange(hanging_, {}); });
    for (const auto& [decision, reports] : waiting) Do(decision, *reports, at);
  }
  void AwaitStart(const ServiceKey& service) {
    monitor_.Await("an action", [&] { return started_.contains(service); });
  }
  void Begin(const ServiceKey& service) {
    monitor_.Change([&] {
      const auto n = ++last_;
      Replica replica{.id = {"id" + std::to_string(n)}, .number = n, .phase = Phase::kReady};
      replica.limits.cpus = 1;
      return replicas_[service].push_back(replica);
    });
  }
  std::vector<Replica> Replicas(const ServiceKey& service) {
    return monitor_.Change([&] { return replicas_[service]; });
  }

 private:
  void Do(const Decision& decision, ActionReports& reports, Instant at) {
    ActionReport report{.decision = decision.id, .service = decision.service, .at = at, .ok = true};
    for (int i = 0; i < decision.action->add; ++i) {
      Begin(decision.service);
      report.added.push_back(Replicas(decision.service).back().id);
    }
    if (!Cancelled().contains(decision.id))
      for (const auto& id : decision.action->remove) {
        monitor_.Change([&] {
          return std::erase_if(replicas_[decision.service], [&](const Replica& replica) { return replica.id == id; });
        });
        report.removed.push_back(id);
      }
    reports.OnReport(std::move(report));
  }

  Monitor monitor_;
  std::map<ServiceKey, std::vector<Replica>> replicas_;
  std::set<ServiceKey> started_;
  std::set<DecisionId> cancelled_;
  std::set<std::string> told_;  ///< load balancers
  std::vector<std::pair<Decision, ActionReports*>> hanging_;
  bool hang_ = false;
  int last_ = 0;
};

/// Keeps nothing; its disk can hang.
class FakeLessonBook final : public LessonBook {
 public:
  void Keep(std::vector<ServiceLessons>) override {
    monitor_.Change([&] { return ++asked_; });
    monitor_.Await("the disk", [&] { return !hangs_; });
  }
  void Hang() {
    monitor_.Change([&] { return hangs_ = true; });
  }
  void Release() {
    monitor_.Change([&] { return hangs_ = false; });
  }
  void AwaitKeeper() {
    monitor_.Await("lessons to keep", [&] { return asked_ > 0; });
  }

 private:
  Monitor monitor_;
  int asked_ = 0;
  bool hangs_ = false;
};

/// Control with two services of two replicas, in a world that stands still until it is moved.
class ControlTest : public testing::Test {
 protected:
  const ServiceKey web{"shop", "web"}, api{"shop", "api"};

  ControlTest() {
    for (const auto& key : {web, api, web, api}) actuator.Begin(key);
    Show();
    Settle();
  }
  ~ControlTest() override {
    journal.Release();
    lessons.Release();
    Open();
  }

  void Show() {
    Topology topology{.at = clock.Now()};
    for (const auto& key : {api, web})
      topology.services.push_back({.key = key, .at = clock.Now(), .replicas = actuator.Replicas(key)});
    control->OnTopology(topology);
  }
  /// Two sweeps a second apart.
  void Load(const ServiceKey& key, double cores) {
    for (int i = 0; i < 2; ++i) {
      clock.Advance(1s);
      Readings readings;
      for (const auto& replica : actuator.Replicas(key))
        readings.replicas.push_back({.replica = replica.id, .at = clock.Now(), .over = 1s, .cpu_cores = cores});
      control->OnReadings(readings);
    }
  }
  /// Returns once all that was sent before has been done and can be seen in a snapshot. Takes two milliseconds of the
  /// clock: the first snapshot from then on may belong to a round that began before, the second does not.
  void Settle() {
    for (int i = 0; i < 2; ++i) {
      clock.Advance(1ms);
      control->OnReadings({});
      const auto limit = std::chrono::steady_clock::now() + 20s;
      while (control->Latest()->at < clock.Now()) {
        if (std::chrono::steady_clock::now() > limit) FAIL() << "waited in vain for a snapshot";
        std::this_thread::yield();
      }
    }
  }
  void Pass(Duration time) {
    clock.Advance(time);
    Settle();
  }
  pilot::ServiceView View(const ServiceKey& key) {
    const auto snapshot = control->Latest();
    for (const auto& view : snapshot->services)
      if (view.key == key) return view;
    ADD_FAILURE() << "no service " << key.Text();
    return {};
  }
  std::future<pilot::Answer> Say(pilot::Command command) {
    auto answer = std::make_shared<std::promise<pilot::Answer>>();
    control->Send(std::move(command), [answer](pilot::Answer a) { answer->set_value(std::move(a)); });
    return answer->get_future();
  }
  static bool Answered(const std::future<pilot::Answer>& answer) {
    return answer.wait_for(0s) == std::future_status::ready;
  }
  /// The control thread waits where it asks for settings, until Open.
  void Shut() {
    door_.Change([&] { return shut_ = true; });
    control->OnSettingsChanged();
    door_.Await("the control thread", [&] { return inside_; });
  }
  void Open() {
    door_.Change([&] { return shut_ = false; });
  }

  test::MovableClock clock;
  FakeJournal journal;
  FakeLessonBook lessons;
  FakeActuator actuator;

 private:
  Spec SpecOf(const ServiceFacts& facts) {
    door_.Change([&] { return inside_ = true; });
    door_.Await("the door", [&] { return !shut_; });
    door_.Change([&] { return inside_ = false; });
    return {.key = facts.key, .enabled = true};
  }

  Monitor door_;
  bool shut_ = false, inside_ = false;

 protected:
  std::unique_ptr<Control> control =
      std::make_unique<Control>(Control::Parts{.clock = clock,
                                               .actuator = actuator,
                                               .journal = journal,
                                               .journal_trouble = [this] { return journal.Trouble(); },
                                               .lessons = &lessons,
                                               .spec_of = [this](const auto& facts, auto) { return SpecOf(facts); }});
};

}  // namespace docktor::control
