/// What a person orders in manual mode and that cannot be done at once is done later, and not proposed.
#include <gtest/gtest.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

class ManualOrder : public testing::Test {
 protected:
  ManualOrder() { world.Run(10s, 0.5); }
  static Spec Manual() {
    auto spec = World::Enabled(1, 10);
    spec.manual = true;
    return spec;
  }
  Answer Order(int count, OverrideKind kind = OverrideKind::kExactly, Actor by = Actor::kPerson) {
    return world.Say({.by = by, .what = ScaleTo{.count = count, .kind = kind, .hold = 1h}});
  }
  /// Nothing is done for a second.
  void OthersWork() { world.Tell({.service = world.spec.key, .container = world.replicas[0].id, .action = "rename"}); }

  World world{Manual(), 2};
};

TEST_F(ManualOrder, IsDoneOnceOthersAreThrough) {
  OthersWork();
  const auto answer = Order(4);
  ASSERT_TRUE(answer && !answer->action);
  world.Run(10s, 0.5);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_FALSE(world.View().proposal);
}

TEST_F(ManualOrder, IsDoneAfterTheActionInFlight) {
  world.engine_delay = 10s;
  ASSERT_TRUE(Order(3));
  world.Run(2s, 0.5);
  ASSERT_TRUE(Order(5));
  world.Run(30s, 0.5);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_FALSE(world.View().proposal);
}

TEST_F(ManualOrder, IsTriedAgainWhereItFailedInPart) {
  world.refused = 1;
  ASSERT_TRUE(Order(5));
  world.Run(3s, 0.5);
  ASSERT_EQ(world.Running(), 4);
  world.refused = 0;
  world.Run(30s, 0.5);
  EXPECT_EQ(world.Running(), 5);
}

TEST_F(ManualOrder, IsDoneAfterARestart) {
  world.engine_delay = 1h;
  ASSERT_TRUE(Order(4));
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  World after(world, memory);
  after.Run(10s, 0.5);
  EXPECT_EQ(after.Running(), 4);
  EXPECT_FALSE(after.View().proposal);
}

TEST_F(ManualOrder, IsDoneAsFarAsItGoesAndTheRestIsProposed) {
  OthersWork();
  ASSERT_TRUE(Order(3, OverrideKind::kAtLeast));
  world.Run(40s, 2.0);
  EXPECT_EQ(world.Running(), 3);
  ASSERT_TRUE(world.View().proposal);
  EXPECT_EQ(world.View().proposal->decision.verdict.count, 4);
}

TEST_F(ManualOrder, OfAnAgentIsProposed) {
  OthersWork();
  ASSERT_TRUE(Order(4, OverrideKind::kExactly, Actor::kAgent));
  world.Run(10s, 0.5);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_TRUE(world.View().proposal);
}

TEST_F(ManualOrder, WhatLeadsAwayFromItIsProposed) {
  OthersWork();
  ASSERT_TRUE(Order(6));
  auto spec = world.spec;
  spec.max = 1;
  world.Configure(spec);
  world.Run(10s, 0.5);
  EXPECT_EQ(world.Running(), 2);
  ASSERT_TRUE(world.View().proposal);
  EXPECT_EQ(world.View().proposal->decision.verdict.count, 1);
}

}  // namespace
}  // namespace docktor::pilot
