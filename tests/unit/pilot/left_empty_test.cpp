/// A service that Docktor has left without replicas comes back once it is wanted, whatever the engine does meanwhile.
#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

/// Jobs in a queue, 100 for each replica, and none at last: its only replica is being removed.
class LeftEmpty : public testing::Test {
 protected:
  LeftEmpty() {
    world.engine_delay = 6s;
    for (int i = 0; i < 20 && !world.View().in_flight; ++i) Run(5s, 0);
    EXPECT_TRUE(world.View().in_flight && world.View().in_flight->to == 0);
  }
  static Spec OfQueue() {
    auto spec = World::Enabled(0, 10);
    spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
    spec.sources = {{.signal = "queue.length", .interval = 5s}};
    spec.target.behavior.down.window = 10s;
    return spec;
  }
  void Run(Duration length, double jobs) {
    for (const auto end = world.now + length; world.now < end;) {
      world.Measure("queue.length", jobs);
      world.Run(5s, 0.05);
    }
  }
  void ExpectItComesBack() {
    Run(10s, 0);
    ASSERT_EQ(world.Running(), 0);
    EXPECT_FALSE(decide::InForce(world.View().decision->verdict, Reason::kStoppedByOthers));
    FleetMemory memory;
    for (const auto& record : world.Journal()) memory.Add(record);
    EXPECT_EQ(memory.WithoutReplicas().size(), 1u) << "a restart knows it too";
    world.engine_delay = 500ms;
    Run(20s, 120);
    EXPECT_EQ(world.Running(), 2);
  }

  World world{OfQueue(), 1};
};

TEST_F(LeftEmpty, ComesBackThoughTheEngineHungRightAfterTheRemoval) {
  world.blind = true;
  Run(20s, 0);
  ASSERT_EQ(world.Running(), 0);
  world.blind = false;
  ExpectItComesBack();
}

TEST_F(LeftEmpty, ComesBackThoughTheRemovalFailedAndItEndedAllTheSame) {
  world.fail_next = true;
  Run(10s, 0);
  ASSERT_EQ(world.Running(), 1);
  ASSERT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kBackoff));
  world.Tell({.service = world.spec.key, .container = world.replicas[0].id, .action = "die"});
  world.replicas.clear();
  world.Show();
  ExpectItComesBack();
}

}  // namespace
}  // namespace docktor::pilot
