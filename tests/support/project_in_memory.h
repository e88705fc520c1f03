#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "act/engine_actuator.h"
#include "app/tidy_up.h"
#include "brain/judge/judge.h"
#include "control/control.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/project/project_watch.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/replay.h"
#include "support/failing_disk.h"
#include "support/made_folder.h"
#include "support/movable_clock.h"
#include "support/restart.h"

namespace docktor::test {

/// Of a service that is scaled between these bounds, and else as by default.
inline Spec EnabledSpec(const ServiceKey& key, int min, int max) {
  Spec spec;
  spec.key = key;
  spec.enabled = true;
  spec.min = min;
  spec.max = max;
  return spec;
}

/// A project on an engine in memory, watched and scaled by what runs in production: watch, control, pilots, actuator
/// and journal. Time moves a second with each `Step`, which returns once everybody has seen what there was at its end,
/// and what has begun has ended or hangs in a call of the engine.
class ProjectInMemory {
 public:
  static constexpr const char* kName = "shop";

  explicit ProjectInMemory(std::function<Spec(const ServiceKey&)> spec_of) : spec_of_(std::move(spec_of)) {}
  ~ProjectInMemory() { Stop(); }

  brain::Connector model;  ///< empty: none is asked
  MovableClock clock;
  docker::FakeEngine engine{&clock};
  FailingDisk disk;  ///< of the journal, which waits for it no longer than `patience`
  Duration patience = 2s;
  std::function<void()> while_stopping = [] {};  ///< done, on another thread, while a stop waits for what is under way

  std::filesystem::path journal() const { return folder_.path() / "journal"; }
  control::Control& control() { return *daemon_->control; }
  std::vector<std::string> Running(const ServiceKey& service) const { return engine.Names(service, "running"); }

  /// Docktor starts, and knows what the journal knows.
  void Start() {
    daemon_ = std::make_unique<Daemon>(*this);
    AwaitSight();
  }
  void Stop() { daemon_.reset(); }

  /// A second passes. `cores_of` says what each running container has used in it.
  void Step(const std::function<double(const ServiceKey&, const ContainerId&)>& cores_of) {
    clock.Advance(1s);
    AwaitSight();
    control().OnReadings(ReadingsOf(cores_of));
    AwaitLook();
    AwaitAnswers();
    AwaitActions();
  }
  /// Whether an action is under way.
  bool Acts() const { return daemon_->counted.open() > 0; }
  /// What has begun ends before time goes on, where no call hangs: an action takes no time of the clock.
  void AwaitActions() {
    Await("the end of an action", [&] { return daemon_->counted.open() <= engine.Hanging(); });
  }
  /// What a person says, and what came of it.
  pilot::Answer Say(pilot::Command command) {
    std::promise<pilot::Answer> answer;
    control().Send(std::move(command), [&](pilot::Answer a) { answer.set_value(std::move(a)); });
    return answer.get_future().get();
  }
  pilot::FleetMemory Memory() const {
    pilot::FleetMemory memory;
    const auto past = remember::RecentPast(journal(), clock.Now() - 1h);
    if (past)
      for (const auto& record : past->records) memory.Add(record);
    return memory;
  }

 private:
  /// Passes on what is seen, and says when the project has been seen as it is now.
  class Relay final : public Observations {
   public:
    Relay(control::Control& control, app::TidyUp& tidy_up) : control_(control), tidy_up_(tidy_up) {}
    void OnReadings(Readings readings) override { control_.OnReadings(std::move(readings)); }
    void OnActivity(Activity activity) override { control_.OnActivity(std::move(activity)); }
    void OnTopology(Topology topology) override {
      tidy_up_.OnTopology(topology);
      const auto at = topology.at;
      control_.OnTopology(std::move(topology));
      lost_ = false;
      seen_ = at.time_since_epoch().count();
    }
    void OnEngineLost(Error error) override {
      control_.OnEngineLost(std::move(error));
      lost_ = true;
    }
    bool Saw(Instant at) const { return lost_ || seen_ >= at.time_since_epoch().count(); }

   private:
    control::Control& control_;
    app::TidyUp& tidy_up_;
    std::atomic<bool> lost_ = false;
    std::atomic<Duration::rep> seen_ = 0;
  };

  /// The actuator, and how many of its actions have not been reported yet.
  class Counted final : public Actuator, public ActionReports {
   public:
    explicit Counted(Actuator& real) : real_(real) {}
    int open() const { return open_; }
    void Start(const Decision& decision, ActionReports& reports) override {
      ++open_;
      reports_ = &reports;
      real_.Start(decision, *this);
    }
    void CancelDrain(const ServiceKey& service, DecisionId decision) override { real_.CancelDrain(service, decision); }
    void TellBalancer(const ServiceKey& service, DecisionId decision, const BalancerSettings& balancer,
                      ActionReports& reports) override {
      real_.TellBalancer(service, decision, balancer, reports);
    }
    void OnReport(ActionReport report) override {
      reports_.load()->OnReport(std::move(report));
      --open_;
    }
    void OnBalancerTold(BalancerTold told) override { reports_.load()->OnBalancerTold(std::move(told)); }

   private:
    Actuator& real_;
    std::atomic<ActionReports*> reports_ = nullptr;
    std::atomic<int> open_ = 0;
  };

  /// The model, and how many of its answers are still to come.
  class Asked final : public Counsellor, public Judgements {
   public:
    Asked(const Clock& clock, brain::Connector model) : models_(clock, std::move(model)), judge_(clock, models_) {}
    int open() const { return open_; }
    void Stop() { judge_.Stop(); }
    void Consult(Consultation consultation, Judgements& judgements) override {
      ++open_;
      judgements_ = &judgements;
      judge_.Consult(std::move(consultation), *this);
    }
    void OnJudgement(Judgement judgement) override {
      judgements_.load()->OnJudgement(std::move(judgement));
      --open_;
    }

   private:
    std::atomic<Judgements*> judgements_ = nullptr;
    std::atomic<int> open_ = 0;
    brain::Switchboard models_;
    brain::Judge judge_;  // last: runs on the members above
  };

  struct Daemon {
    explicit Daemon(ProjectInMemory& of)
        : while_stopping(of.while_stopping),
          journal(remember::FileJournal::Open(of.journal(), of.clock, {.queue = {.patience = of.patience}}, of.disk)
                      .value()),
          memory(of.Memory()),
          actuator(of.engine, of.files_, *journal, of.clock, memory.WithoutReplicas()),
          tidy_up(actuator, of.clock, memory) {
      (void)journal->Append(DaemonStarted{"soak", kName});
      if (of.model) asked = std::make_unique<Asked>(of.clock, of.model);
      control = std::make_unique<control::Control>(control::Control::Parts{
          .clock = of.clock,
          .actuator = counted,
          .counsellor = asked.get(),
          .journal = *journal,
          .journal_trouble = [this] { return journal->Trouble(); },
          .spec_of = [&of](const ServiceFacts& facts, std::optional<int>) { return of.spec_of_(facts.key); },
          .memory = memory});
      relay = std::make_unique<Relay>(*control, tidy_up);
      watch =
          std::make_unique<docker::ProjectWatch>(of.engine, of.clock, *relay, kName, memory.WithoutReplicas(), kPace);
    }
    ~Daemon() {
      watch.reset();
      if (asked) asked->Stop();
      const std::jthread meanwhile(while_stopping);  // by the time that a thread runs the actuator is stopping
      actuator.Stop();
      control.reset();
      (void)journal->Append(DaemonStopped{kName});
    }
    const std::function<void()> while_stopping;
    std::unique_ptr<remember::FileJournal> journal;
    pilot::FleetMemory memory;
    act::EngineActuator actuator;
    Counted counted{actuator};
    app::TidyUp tidy_up;
    std::unique_ptr<Asked> asked;
    std::unique_ptr<control::Control> control;
    std::unique_ptr<Relay> relay;
    std::unique_ptr<docker::ProjectWatch> watch;
  };

  /// It reads all the time: a second of the clock is a millisecond of ours.
  static constexpr docker::WatchPace kPace{
      .between_reads = 0ms, .resync = 1ms, .first_retry = 1ms, .last_retry = 1ms, .word_of_memory = 20ms};

  static void Await(const char* what, const std::function<bool()>& there) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!there()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited in vain for " << what;
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
  }
  void AwaitSight() {
    Await("a sight", [&] { return daemon_->relay->Saw(clock.Now()); });
  }
  void AwaitLook() {
    Await("a look", [&] { return control().Latest()->at >= clock.Now(); });
  }
  /// A model takes no time of the clock either.
  void AwaitAnswers() {
    if (daemon_->asked) Await("an answer", [&] { return daemon_->asked->open() == 0; });
  }
  Readings ReadingsOf(const std::function<double(const ServiceKey&, const ContainerId&)>& cores_of) {
    Readings readings;
    const auto snapshot = control().Latest();
    for (const auto& view : snapshot->services)
      for (const auto& replica : view.replicas)
        if (Runs(replica.phase))
          readings.replicas.push_back({.replica = replica.id,
                                       .at = clock.Now(),
                                       .over = 1s,
                                       .cpu_cores = cores_of(view.key, replica.id),
                                       .memory_bytes = 32 << 20});
    return readings;
  }

  const MadeFolder folder_;
  docker::FakeComposeFiles files_;
  const std::function<Spec(const ServiceKey&)> spec_of_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace docktor::test
