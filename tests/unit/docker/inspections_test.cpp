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
    inspections_.Begin(stale);
    const auto list = engine_.List({"shop"}).value();
    for (const auto& entry : list) {
      const ContainerId id{Text(entry.get_object(), {"Id"})};
      states_[id] = Text(inspections_.Of(id, entry.get_object()).value(), {"State", "Status"});
    }
    return engine_.Calls(FakeEngine::Call::kInspect) - before;
  }

  FakeEngine engine_;
  std::vector<ContainerId> ids_ = engine_.AddComposeService("shop", "web", 3);
  Inspections inspections_{engine_};
  std::map<ContainerId, std::string> states_;
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
  EXPECT_EQ(states_[ids_[1]], "exited");
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
  inspections_.Begin({.all = true});
  EXPECT_EQ(inspections_.Of(id, entry).error().code, Errc::kNotFound);
  inspections_.Begin({});
  EXPECT_TRUE(inspections_.Of(id, entry)) << "it is asked again";
}

}  // namespace
}  // namespace docktor::docker
