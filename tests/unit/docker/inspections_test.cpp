#include "docker/project/inspections.h"

#include <gtest/gtest.h>

#include "docker/fakes/fake_engine.h"
#include "docker/json_reader.h"

namespace docktor::docker {
namespace {

class InspectionsTest : public testing::Test {
 protected:
  /// Reads all; how many had to be asked about.
  int Read(const Stale& stale = {}) {
    const int before = engine_.Calls(FakeEngine::Call::kInspect);
    inspections_.Begin(stale, now_);
    const auto list = engine_.List({"shop"}).value();
    for (const auto& entry : list) {
      const ContainerId id{Text(entry.get_object(), {"Id"})};
      read_[id] = inspections_.Of(id, entry.get_object()).value();
    }
    return engine_.Calls(FakeEngine::Call::kInspect) - before;
  }

  FakeEngine engine_;
  std::vector<ContainerId> ids_ = engine_.AddComposeService("shop", "web", 3);
  Inspections inspections_{engine_};
  std::map<ContainerId, Inspected> read_;
  Instant now_{1h};
};

TEST_F(InspectionsTest, OnlyTimeHasGoneBy) {
  EXPECT_EQ(Read(), 3);
  engine_.AddComposeService("other", "web", 100);  // a second each
  EXPECT_EQ(Read(), 0);
}

TEST_F(InspectionsTest, WhatTheListShowsToHaveChangedIsAskedAgain) {
  Read();
  engine_.Die(ids_[1], 1);
  EXPECT_EQ(Read(), 1);
  EXPECT_EQ(Text(read_[ids_[1]].inspect, {"State", "Status"}), "exited");
  engine_.SetHealth(ids_[0], "unhealthy");
  EXPECT_EQ(Read(), 1);
  const auto more = engine_.AddComposeService("shop", "web", 1);
  EXPECT_EQ(Read(), 1);
  engine_.Destroy(more[0]);
  EXPECT_EQ(Read(), 0);
}

TEST_F(InspectionsTest, WhatIsStaleIsAskedAgain) {
  Read();
  EXPECT_EQ(Read({.some = {ids_[2]}}), 1);
  EXPECT_EQ(Read({.all = true}), 3);
  EXPECT_EQ(Read(), 0);
}

TEST_F(InspectionsTest, OneThatWentMeanwhileIsNotRemembered) {
  const auto list = engine_.List({"shop"}).value();
  const auto& entry = list[0].get_object();
  const ContainerId id{Text(entry, {"Id"})};
  Read();
  engine_.FailNext(FakeEngine::Call::kInspect, {Errc::kNotFound, "No such container"});
  inspections_.Begin({.all = true}, now_);
  EXPECT_EQ(inspections_.Of(id, entry).error().code, Errc::kNotFound);
  inspections_.Begin({}, now_);
  EXPECT_TRUE(inspections_.Of(id, entry)) << "it is asked again";
}

TEST_F(InspectionsTest, OneThatIsNotDescribedIsWhatItWasInTheStateOfTheList) {
  Read();
  engine_.FailInspections(ids_[1], Error{Errc::kUnavailable, "500"});
  EXPECT_EQ(Read({.all = true}), 3);
  EXPECT_EQ(read_[ids_[1]].trouble, "500");
  EXPECT_EQ(read_[ids_[0]].trouble, "");
  EXPECT_EQ(Text(read_[ids_[1]].inspect, {"Name"}), "/shop-web-2");
  engine_.Die(ids_[1], 1);
  Read();
  EXPECT_EQ(Text(read_[ids_[1]].inspect, {"State", "Status"}), "exited");
  EXPECT_EQ(Text(read_[ids_[1]].inspect, {"Name"}), "/shop-web-2");
  engine_.FailInspections(ids_[1], std::nullopt);
  EXPECT_EQ(Read(), 1) << "it is asked about until it is described";
  EXPECT_EQ(read_[ids_[1]].trouble, "");
}

TEST_F(InspectionsTest, OneThatWasNeverDescribedIsWhatTheListShows) {
  engine_.FailInspections(ids_[2], Error{Errc::kUnavailable, "500"});
  Read();
  const auto& inspect = read_[ids_[2]].inspect;
  const auto whole = engine_.Find("shop-web-3").value();
  EXPECT_EQ(read_[ids_[2]].trouble, "500");
  EXPECT_EQ(Text(inspect, {"Id"}), ids_[2].value);
  EXPECT_EQ(Text(inspect, {"Name"}), Text(whole, {"Name"}));
  EXPECT_EQ(Text(inspect, {"State", "Status"}), "running");
  EXPECT_EQ(Object(inspect, {"Config", "Labels"}), Object(whole, {"Config", "Labels"}));
  EXPECT_EQ(Text(inspect, {"Created"}).substr(0, 19), Text(whole, {"Created"}).substr(0, 19));
}

/// Each such question takes as long as the engine may take to answer.
TEST_F(InspectionsTest, OneThatTheEngineHangsOverIsAskedAboutLessAndLess) {
  Read();
  engine_.FailInspections(ids_[0], Error{Errc::kTimeout, "no answer"});
  EXPECT_EQ(Read({.all = true}), 3);
  EXPECT_EQ(Read({.all = true}), 2) << "whatever is heard of it";
  now_ += 30s;
  EXPECT_EQ(Read(), 1);
  now_ += 30s;
  EXPECT_EQ(Read(), 0);
  now_ += 30s;
  EXPECT_EQ(Read(), 1);
  engine_.FailInspections(ids_[0], std::nullopt);
  now_ += 2min;
  EXPECT_EQ(Read(), 1);
  EXPECT_EQ(read_[ids_[0]].trouble, "");
  EXPECT_EQ(Read(), 0);
}

TEST_F(InspectionsTest, AfterAnEngineThatWasAwayAllAreAskedAbout) {
  Read();
  engine_.FailInspections(ids_[0], Error{Errc::kTimeout, "no answer"});
  EXPECT_EQ(Read({.all = true}), 3);
  engine_.FailInspections(ids_[0], std::nullopt);
  inspections_.EngineWasLost();
  EXPECT_EQ(Read(), 1);
  EXPECT_EQ(read_[ids_[0]].trouble, "");
}

TEST_F(InspectionsTest, AnEngineThatHangsOverAllIsAskedAboutTwoAtATime) {
  Read();
  for (const auto& id : ids_) engine_.FailInspections(id, Error{Errc::kTimeout, "no answer"});
  EXPECT_EQ(Read({.all = true}), 2);
  for (const auto& id : ids_) EXPECT_NE(read_[id].trouble, "");
  for (const auto& id : ids_) engine_.FailInspections(id, std::nullopt);
  EXPECT_EQ(Read(), 1) << "the third";
  now_ += 30s;
  EXPECT_EQ(Read(), 2);
  for (const auto& id : ids_) EXPECT_EQ(read_[id].trouble, "");
}

}  // namespace
}  // namespace docktor::docker
