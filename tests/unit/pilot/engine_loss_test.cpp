/// What an engine that goes down shows just before it is gone, and when it is back.
#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

void Tell(World& world, const Replica& replica, const std::string& action) {
  world.Tell({.service = world.spec.key, .container = replica.id, .action = action});
}

/// As a shutdown of the engine ends a replica: a signal, its end.
void Shut(World& world, Replica& replica, int exit_code) {
  Tell(world, replica, "kill");
  Tell(world, replica, "die");
  replica.phase = Phase::kExited;
  replica.exit_code = exit_code;
}

/// As a restart policy brings it back.
void Return(World& world, Replica& replica) {
  Tell(world, replica, "start");
  replica.phase = Phase::kStarting;
  replica.started_at = world.now;
}

std::size_t Actions(const World& world) {
  return static_cast<std::size_t>(std::count_if(world.decisions.begin(), world.decisions.end(),
                                                [](const Decision& d) { return d.action.has_value(); }));
}

struct Shutdown {
  const char* name;
  int exit_code;
};
class EngineShutdown : public testing::TestWithParam<Shutdown> {};

TEST_P(EngineShutdown, LeavesTheServiceStoppedUntilReplicasRunAgain) {
  World world(World::Enabled(2, 10), 3);
  world.Run(20s, 1.8);
  const auto before = Actions(world);
  for (auto& replica : world.replicas) Shut(world, replica, GetParam().exit_code);
  world.Show();
  world.Run(2min, 0.0);  // away: nothing new is seen
  EXPECT_EQ(Actions(world), before);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kStoppedByOthers);

  for (auto& replica : world.replicas) Return(world, replica);
  world.Run(20s, 1.8);
  EXPECT_EQ(world.Running(), 3);
  EXPECT_FALSE(decide::InForce(world.View().decision->verdict, Reason::kStoppedByOthers));
  world.Run(30s, 4.0);
  EXPECT_GT(world.Running(), 4) << "scaled as ever";
}

INSTANTIATE_TEST_SUITE_P(Ends, EngineShutdown,
                         testing::Values(Shutdown{"WithItsOwnWord", 0}, Shutdown{"OfTheSignal", 143},
                                         Shutdown{"KilledInTheEnd", 137}, Shutdown{"WithAnErrorOnTheWay", 1}),
                         [](const auto& c) { return std::string(c.param.name); });

TEST(EngineLoss, AShutdownThatIsSeenHalfWayStartsNothing) {
  World world(World::Enabled(3, 10), 3);
  world.Run(20s, 1.8);
  const auto before = Actions(world);
  for (const auto& replica : world.replicas) Tell(world, replica, "kill");
  Shut(world, world.replicas[0], 0);
  world.Show();
  world.LoseEngine();
  world.Run(10min, 0.0);
  EXPECT_EQ(Actions(world), before) << "there is nobody to do it";
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kEngineLost);
}

TEST(EngineLoss, NothingIsOrderedWhileTheEngineIsAwayAndAtOnceWhenItIsBack) {
  World world(World::Enabled(2, 10));
  world.Run(20s, 1.0);
  world.LoseEngine();
  world.Run(2min, 4.0);  // the containers live on and are read
  EXPECT_EQ(Actions(world), 0u);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kEngineLost);
  EXPECT_GT(world.View().decision->recommendation.count, 2);
  world.ReturnEngine();
  world.Run(10s, 4.0);
  EXPECT_GT(world.Running(), 2);
  EXPECT_TRUE(std::none_of(world.outcomes.begin(), world.outcomes.end(),
                           [](const Outcome& o) { return o.kind == OutcomeKind::kFailed; }));
}

TEST(EngineLoss, ACommandIsKeptAndDoneWhenTheEngineIsBack) {
  World world(World::Enabled(1, 10));
  world.LoseEngine();
  const auto answer = world.Say({.what = ScaleTo{4}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->verdict.because, Reason::kEngineLost);
  EXPECT_FALSE(answer->action);
  world.ReturnEngine();
  world.Run(10s, 1.0);
  EXPECT_EQ(world.Running(), 4);
}

TEST(EngineLoss, WhatIsToBeDoneOnceIsRefused) {
  auto spec = World::Enabled();
  spec.enabled = false;
  World world(spec);
  world.LoseEngine();
  const auto refused = world.Say({.what = ScaleTo{.count = 4, .once = true}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace docktor::pilot
