/// What a failed action keeps waiting: only the like of it.
#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

bool Waits(const World& world) { return decide::InForce(world.View().decision->verdict, Reason::kBackoff); }

/// Four replicas with little to do, of which none can be removed.
class FailedRemoval : public testing::Test {
 protected:
  FailedRemoval() {
    world.fail_next = true;
    world.Run(8s, 0.5);
    EXPECT_EQ(world.Running(), 4);
    EXPECT_TRUE(Waits(world));
  }
  static Spec Hasty() {
    auto spec = World::Enabled(3, 10);
    spec.target.behavior.down.window = 5s;
    return spec;
  }
  World world{Hasty(), 4};
};

TEST_F(FailedRemoval, KeepsNoBurstWaiting) {
  world.Run(4s, 4.0);
  EXPECT_GT(world.Running(), 4);
}

TEST_F(FailedRemoval, KeepsNobodyBelowTheMinimum) {
  world.End(world.replicas[0], 1);
  world.End(world.replicas[1], 1);
  world.Show();
  world.Run(4s, 0.5);
  EXPECT_EQ(world.Running(), 3);
}

TEST_F(FailedRemoval, IsTriedAgainEachMinuteAtLast) {
  world.fail_all = true;
  world.outcomes.clear();
  world.Run(10min, 0.5);
  EXPECT_GE(world.outcomes.size(), 9u);
  EXPECT_LE(world.outcomes.size(), 14u);
  world.fail_all = false;
  world.Run(70s, 0.5);
  EXPECT_EQ(world.Running(), 3);
}

TEST(FailedRaise, KeepsNoRemovalWaiting) {
  auto spec = World::Enabled(1, 10);
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  spec.sources = {{.signal = "queue.length", .interval = 5s}};
  spec.target.behavior.down.window = 0s;
  World world(spec, 4);
  const auto run = [&](double jobs) {
    world.Measure("queue.length", jobs);
    world.Run(5s, 0.05);
  };
  run(400);
  world.fail_next = true;
  run(900);
  run(100);
  ASSERT_EQ(world.outcomes.at(0).kind, OutcomeKind::kFailed);
  EXPECT_TRUE(Waits(world));
  EXPECT_EQ(world.Running(), 1);
}

}  // namespace
}  // namespace docktor::pilot
