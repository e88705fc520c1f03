/// How long new replicas have to become ready, and what goes where they do not.
#include <gtest/gtest.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

Spec TakenBack(Duration start_deadline) {
  auto spec = World::Enabled(1, 10);
  spec.rollback = true;
  spec.start_deadline = start_deadline;
  return spec;
}

TEST(StartDeadline, CountsFromTheirStartHoweverLongTheActionTook) {
  World world(TakenBack(30s), 2);
  world.start_time = 20s;
  world.engine_delay = 40s;
  world.Run(45s, 3.0);
  ASSERT_GT(world.Running(), 2);
  EXPECT_TRUE(world.outcomes.empty()) << "they have just been started";
  world.Run(20s, 3.0);
  ASSERT_FALSE(world.outcomes.empty());
  EXPECT_EQ(world.outcomes[0].kind, OutcomeKind::kSuccess) << world.outcomes[0].message;
  EXPECT_GT(world.Running(), 2);
}

TEST(StartDeadline, ThoseThatMissItGoBeforeOnesOfAnOlderConfiguration) {
  World world(TakenBack(20s), 2);
  world.replicas[0].config_hash = "old";
  world.replicas[1].config_hash = "new";
  world.replicas[1].created_at += 1s;
  world.Show();
  world.never_ready = true;
  world.Run(8s, 3.0);
  ASSERT_GT(world.Running(), 2);
  world.Run(18s, 3.0);
  EXPECT_EQ(world.Running(), 2);
  for (const auto& replica : world.replicas) EXPECT_FALSE(replica.copy) << "it served";
}

}  // namespace
}  // namespace docktor::pilot
