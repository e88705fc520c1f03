#include "act/aftermath.h"

#include <thread>

#include <gmock/gmock.h>

#include "act/compose_growth.h"
#include "act/engine_actuator.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"
#include "support/movable_clock.h"
#include "support/stand_in.h"
#include "support/within.h"

namespace docktor::act {
namespace {

using docker::FakeEngine;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using Call = FakeEngine::Call;

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};
const Instant kLater{std::chrono::sys_days{2026y / 2 / 1}};  ///< than everything that the engine shows

class AftermathTest : public testing::Test {
 protected:
  /// A copy for `decision` that was created and never started.
  ContainerId HalfMade(const ServiceKey& service, const std::string& decision, docker::FakeService like = {}) {
    like.labels = {{docker::kCopyLabel, decision}};
    const auto id = engine_.AddComposeService(service.project, service.service, 1, like)[0];
    engine_.Edit(id, [](json::object& inspect) { inspect["State"].as_object()["Status"] = "created"; });
    return id;
  }
  static Decision Open(std::vector<ContainerId> remove = {}) {
    const DecisionId id{7};
    return {.id = id,
            .service = kWeb,
            .at = kLater,
            .action = Action{.decision = id, .service = kWeb, .remove = std::move(remove)}};
  }
  /// One that says which run of each was to end: the present one.
  Decision OpenWithRuns(const std::vector<ContainerId>& remove) {
    auto open = Open(remove);
    for (const auto& id : remove) open.action->runs[id.value] = docker::RunOf(engine_.Inspect(id).value());
    return open;
  }
  Tally Tidy(const Decision& open) { return Aftermath(engine_, origins_, open, stopping_).Run(); }

  FakeEngine engine_;
  docker::FakeComposeFiles files_;
  Origins origins_{engine_, files_};
  std::atomic<bool> stopping_ = false;
};

TEST_F(AftermathTest, CopiesThatNeverStartedGoWithTheirVolumes) {
  engine_.AddComposeService("shop", "web", 1);
  const auto left = HalfMade(kWeb, "d7", {.anonymous_volumes = {"/cache"}});
  EXPECT_THAT(Tidy(Open()).removed, ElementsAre(left));
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1"));
  EXPECT_THAT(engine_.VolumeNames(), IsEmpty());
}

TEST_F(AftermathTest, ReplicasThatWereStoppedToBeRemovedGo) {
  const auto ids = engine_.AddComposeService("shop", "web", 3, {.anonymous_volumes = {"/cache"}});
  ASSERT_TRUE(engine_.Stop(ids[1]));
  const auto tally = Tidy(Open({ids[1], ids[2]}));
  EXPECT_THAT(tally.removed, ElementsAre(ids[1]));
  EXPECT_THAT(tally.notes, ElementsAre("removed shop-web-2"));
  EXPECT_THAT(tally.kept_volumes, SizeIs(1)) << "Compose made it: its volume is not ours to delete";
  EXPECT_THAT(engine_.Names(kWeb, "running"), ElementsAre("shop-web-1", "shop-web-3"))
      << "one that still runs is judged anew";
  EXPECT_THAT(engine_.VolumeNames(), SizeIs(3));
}

TEST_F(AftermathTest, NothingElseIsTouched) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  engine_.Die(ids[0], 1);
  const auto running = engine_.AddComposeService("shop", "web", 1, {.labels = {{docker::kCopyLabel, "d7"}}})[0];
  const auto ended = engine_.AddComposeService("shop", "web", 1, {.labels = {{docker::kCopyLabel, "d7"}}})[0];
  engine_.Die(ended, 1);
  HalfMade(kWeb, "d6");
  HalfMade(kApi, "d7");
  const auto api = engine_.AddComposeService("shop", "api", 1)[0];
  engine_.Die(api, 0);
  const auto by_compose = engine_.AddComposeService("shop", "web", 1)[0];
  engine_.Edit(by_compose, [](json::object& inspect) { inspect["State"].as_object()["Status"] = "created"; });
  const auto before = engine_.Ids(kWeb);
  const auto tally = Tidy(Open({api, running, by_compose}));
  EXPECT_THAT(tally.removed, IsEmpty());
  EXPECT_THAT(tally.failures, IsEmpty());
  EXPECT_EQ(engine_.Ids(kWeb), before);
  EXPECT_THAT(engine_.Ids(kApi), SizeIs(2));
}

TEST_F(AftermathTest, AReplicaThatSomebodyHasStartedSinceIsTheirs) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  for (const auto& id : ids) ASSERT_TRUE(engine_.Stop(id));
  auto open = Open(ids);
  open.at = kLater - 24h;
  engine_.Edit(ids[0], [](json::object& inspect) { inspect["State"].as_object()["StartedAt"] = ToRfc3339(kLater); });
  EXPECT_THAT(Tidy(open).removed, ElementsAre(ids[1]));
}

class OtherDateTest : public AftermathTest, public testing::WithParamInterface<Duration> {};
TEST_P(OtherDateTest, ThanTheEnginesTellsNobodyWhoWasStartedSince) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  auto open = OpenWithRuns(ids);
  open.at = docker::ParseReplica(engine_.Inspect(ids[0]).value())->started_at + GetParam();
  for (const auto& id : ids) ASSERT_TRUE(engine_.Stop(id));
  ASSERT_TRUE(engine_.Start(ids[0]));  // somebody
  ASSERT_TRUE(engine_.Stop(ids[0]));
  EXPECT_THAT(Tidy(open).removed, ElementsAre(ids[1])) << "the other one is somebody's by now";
}
INSTANTIATE_TEST_SUITE_P(Offsets, OtherDateTest, testing::Values(-1h, 1h),
                         [](const auto& row) { return row.index == 0 ? "behind" : "ahead"; });

TEST_F(AftermathTest, AHoldLeavesNothingBehind) {
  HalfMade(kWeb, "d7");
  Tidy({.id = {7}, .service = kWeb});
  EXPECT_EQ(engine_.Calls(), 0);
}

TEST_F(AftermathTest, WhatCannotBeRemovedIsSaidAndTheRestGoes) {
  HalfMade(kWeb, "d7");
  HalfMade(kWeb, "d7");
  engine_.FailNext(Call::kRemove, {Errc::kUnavailable, "device or resource busy"});
  const auto tally = Tidy(Open());
  EXPECT_THAT(tally.failures, ElementsAre(HasSubstr("device or resource busy")));
  EXPECT_THAT(tally.removed, SizeIs(1));
}

TEST_F(AftermathTest, AnEngineThatIsAwayIsSaid) {
  engine_.Lose();
  EXPECT_THAT(Tidy(Open()).failures, ElementsAre(HasSubstr("list the containers of shop/web")));
}

TEST_F(AftermathTest, TheLastDescriptionIsKeptSoThatTheServiceCanComeBack) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  ASSERT_TRUE(engine_.Stop(ids[0]));
  Tidy(Open(ids));
  EXPECT_THAT(engine_.Ids(kWeb), IsEmpty());
  EXPECT_TRUE(origins_.descriptions().Of(kWeb));
}

// As the daemon asks for it.

class Nowhere final : public Journal {
 public:
  Status Append(RecordBody) override { return {}; }
};
class StoppedClock final : public Clock {
 public:
  Instant Now() const override { return Instant{1'800'000'000s}; }
};
class Inbox final : public ActionReports {
 public:
  void OnReport(ActionReport report) override { came_.set_value(std::move(report)); }
  void OnBalancerTold(BalancerTold) override {}
  std::future<ActionReport> Report() { return came_.get_future(); }

 private:
  std::promise<ActionReport> came_;
};

TEST_F(AftermathTest, AHangingEngineDelaysNobodyButThatServicesActions) {
  Nowhere journal;
  StoppedClock clock;
  Inbox inbox;
  EngineActuator actuator(engine_, files_, journal, clock);
  const auto source = engine_.AddComposeService("shop", "web", 1)[0];
  HalfMade(kWeb, "d7");
  engine_.Hang(Call::kRemove);
  auto tidied = actuator.TidyAfter(Open());  // returns
  engine_.WaitUntilHanging(Call::kRemove);
  const Action action{.decision = {8}, .service = kWeb, .from = 1, .to = 2, .add = 1, .source = source};
  actuator.Start({.id = {8}, .service = kWeb, .action = action}, inbox);
  EXPECT_EQ(engine_.Calls(Call::kCreate), 0) << "waits for the tidying";
  engine_.Release(Call::kRemove);
  EXPECT_THAT(tidied.get().removed, SizeIs(1));
  EXPECT_TRUE(inbox.Report().get().ok);
  EXPECT_THAT(engine_.Names(kWeb, "running"), UnorderedElementsAre("shop-web-1", "shop-web-2"));
}

/// A Compose that somebody has begun for an action, and that is at work until it is told to end.
class ComposeAtWork {
 public:
  ComposeAtWork(docker::Engine& engine, const Action& action)
      : begun_by_([&engine, action] {
          GrowByCompose(engine, action, {}, docker::Launch{{"/srv/app/compose.yaml"}, "/srv/app", {}});
        }) {}
  ~ComposeAtWork() {
    End();
    begun_by_.join();
  }
  bool Begins() const {
    return test::Within(10s, [this] { return !docker_.Calls().empty(); });
  }
  void End() const { folder_.Write("end", ""); }

 private:
  const test::MadeFolder folder_;
  const test::StandIn docker_{"docker",
                              "while [ ! -e " + (folder_.path() / "end").string() + " ]; do sleep 0.01; done"};
  std::thread begun_by_;
};

/// A Compose that an earlier Docktor has begun is at work still, and what that left is to be tidied.
class OutlivingComposeTest : public AftermathTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(compose_.Begins());
    HalfMade(kWeb, "d7");
    tidied_ = actuator_.TidyAfter(open_);
  }
  static Decision OpenFor(int count) {
    auto open = Open();
    open.action->add = open.action->to = count;
    return open;
  }

  Nowhere journal_;
  StoppedClock clock_;
  EngineActuator actuator_{engine_, files_, journal_, clock_};
  const Decision open_ = OpenFor(2);
  const ComposeAtWork compose_{engine_, *open_.action};
  std::future<Tally> tidied_;
};

TEST_F(OutlivingComposeTest, IsWaitedFor) {
  EXPECT_TRUE(test::Stays(300ms, [&] { return tidied_.wait_for(0s) == std::future_status::timeout; }));
  EXPECT_THAT(Tidy(OpenFor(3)).removed, SizeIs(1)) << "what is done with Compose besides is not waited for";
  compose_.End();
  EXPECT_EQ(tidied_.wait_for(10s), std::future_status::ready);
}

TEST_F(OutlivingComposeTest, IsNotWaitedForByAStop) {
  actuator_.Stop();  // returns
  EXPECT_THAT(tidied_.get().removed, IsEmpty());
}

TEST_F(AftermathTest, ACopyThatWasGivenUpGoesWhateverTheEnginesDateIs) {
  Nowhere journal;
  for (const Duration ahead : {-1h, 1h}) {
    test::MovableClock clock;
    FakeEngine engine(&clock);
    engine.SetAhead(ahead);
    EngineActuator actuator(engine, files_, journal, clock);
    Inbox inbox;
    const auto source = engine.AddComposeService("shop", "web", 1)[0];
    files_.Say(kWeb, docker::ComposeService{.post_start = {{.command = {"/warm-up"}}}});
    engine.ProgramsEnd(1);
    engine.FailNth(Call::kRemove, 1, {Errc::kUnavailable, "connection reset"});
    const Action action{.decision = {7}, .service = kWeb, .from = 1, .to = 2, .add = 1, .source = source};
    actuator.Start({.id = {7}, .service = kWeb, .at = clock.Now(), .action = action}, inbox);
    EXPECT_FALSE(inbox.Report().get().ok);
    const auto unanswered = actuator.TakeUnanswered();
    ASSERT_THAT(unanswered, SizeIs(1));
    EXPECT_THAT(actuator.TidyAfter(unanswered[0]).get().removed, SizeIs(1));
  }
}

TEST_F(AftermathTest, NothingIsTouchedOnceStopping) {
  Nowhere journal;
  StoppedClock clock;
  EngineActuator actuator(engine_, files_, journal, clock);
  HalfMade(kWeb, "d7");
  actuator.Stop();
  EXPECT_THAT(actuator.TidyAfter(Open()).get().removed, IsEmpty());
  EXPECT_THAT(engine_.Ids(kWeb), SizeIs(1));
}

}  // namespace
}  // namespace docktor::act
