#include "app/tidy_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/project/labels.h"
#include "docker/project/project_survey.h"
#include "support/movable_clock.h"
#include "support/within.h"

namespace docktor::app {
namespace {

using docker::FakeEngine;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Call = FakeEngine::Call;

const ServiceKey kWeb{"shop", "web"};

class Nowhere final : public Journal {
 public:
  Status Append(RecordBody) override { return {}; }
};
class Inbox final : public ActionReports {
 public:
  void OnReport(ActionReport report) override { came_.set_value(std::move(report)); }
  void OnBalancerTold(BalancerTold) override {}
  ActionReport Report() { return came_.get_future().get(); }

 private:
  std::promise<ActionReport> came_;
};

class TidyUpTest : public testing::Test {
 protected:
  /// An action of Docktor's own that was to add one replica, and of which the engine said this.
  void AddOne(Error error) {
    engine_.FailNext(Call::kCreate, std::move(error));
    Inbox inbox;
    BeginToAdd(inbox);
    EXPECT_FALSE(inbox.Report().ok);
    See();
  }
  void BeginToAdd(Inbox& inbox) {
    const Action action{.decision = {8}, .service = kWeb, .from = 1, .to = 2, .add = 1, .source = source_};
    actuator_.Start({.id = {8}, .service = kWeb, .action = action}, inbox);
  }
  /// The engine is through with it, long after it was asked.
  void CopyAppears() {
    const auto id = engine_.AddComposeService("shop", "web", 1, {.labels = {{docker::kCopyLabel, "d8"}}})[0];
    engine_.Edit(id, [](json::object& inspect) { inspect["State"].as_object()["Status"] = "created"; });
  }
  void See() { tidy_up_.OnTopology(Seen()); }
  Topology Seen() { return docker::ProjectSurvey(engine_, {"shop"}).Take(clock_.Now()).value(); }
  bool IsGone() { return engine_.Names(kWeb, "created").empty(); }

  test::MovableClock clock_;
  FakeEngine engine_{&clock_};
  docker::FakeComposeFiles files_;
  Nowhere journal_;
  ContainerId source_ = engine_.AddComposeService("shop", "web", 1)[0];
  act::EngineActuator actuator_{engine_, files_, journal_, clock_};
  TidyUp tidy_up_{actuator_, clock_, {}};
};

TEST_F(TidyUpTest, ACopyThatTheEngineMakesTooLateGoes) {
  AddOne({Errc::kTimeout, "no answer in 1m"});
  clock_.Advance(5min);
  CopyAppears();
  See();
  EXPECT_TRUE(test::Within(10s, [&] { return IsGone(); }));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(1));
}

TEST_F(TidyUpTest, SoDoesOneWhoseCreationWasCutOff) {
  AddOne({Errc::kUnavailable, "connection reset"});
  CopyAppears();
  See();
  EXPECT_TRUE(test::Within(10s, [&] { return IsGone(); }));
}

TEST_F(TidyUpTest, ACopyOverWhoseStartTheEngineWentAwayGoesOnceItIsBack) {
  engine_.Hang(Call::kStart);
  Inbox inbox;
  BeginToAdd(inbox);
  engine_.WaitUntilHanging(Call::kStart);
  engine_.Lose();
  engine_.Release(Call::kStart);
  const auto report = inbox.Report();
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("start shop-web-2: "));
  EXPECT_THAT(report.message, HasSubstr("remove shop-web-2 again: "));
  engine_.Return();
  ASSERT_FALSE(IsGone());
  See();
  EXPECT_TRUE(test::Within(10s, [&] { return IsGone(); }));
  EXPECT_THAT(engine_.Names(kWeb), SizeIs(1));
}

TEST_F(TidyUpTest, OneThatRanAndWasGivenUpGoesToo) {
  files_.Say(kWeb, docker::ComposeService{.post_start = {{.command = {"/warm-up"}}}});
  engine_.ProgramsEnd(1);
  engine_.FailNext(Call::kRemove, {Errc::kUnavailable, "connection reset"});
  Inbox inbox;
  BeginToAdd(inbox);
  EXPECT_FALSE(inbox.Report().ok);
  ASSERT_THAT(engine_.Names(kWeb, "exited"), SizeIs(1));
  See();
  EXPECT_TRUE(test::Within(10s, [&] { return engine_.Names(kWeb).size() == 1; }));
}

TEST_F(TidyUpTest, WhatAnActionLeftWhoseEndIsOnRecordGoesAtTheStart) {
  pilot::FleetMemory memory;
  memory.services[kWeb];
  TidyUp later(actuator_, clock_, memory);
  CopyAppears();
  later.OnTopology(Seen());
  EXPECT_TRUE(test::Within(10s, [&] { return IsGone(); }));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(1));
}

TEST_F(TidyUpTest, OneThatWasRefusedIsNotWaitedFor) {
  AddOne({Errc::kInvalidInput, "no such image"});
  CopyAppears();
  See();
  EXPECT_TRUE(test::Stays(200ms, [&] { return !IsGone(); }));
}

TEST_F(TidyUpTest, NobodyWaitsForEver) {
  AddOne({Errc::kTimeout, "no answer in 1m"});
  clock_.Advance(11min);
  CopyAppears();
  See();
  EXPECT_TRUE(test::Stays(200ms, [&] { return !IsGone(); }));
}

}  // namespace
}  // namespace docktor::app
