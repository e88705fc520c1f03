#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

constexpr auto KindIs = [](OutcomeKind kind) { return Field("kind", &Outcome::kind, kind); };

/// `target`, whose recommendations follow the load as it is; down after a minute.
Spec Quick(bool rollback = false) {
  auto spec = World::Enabled(1, 10);
  spec.target.behavior.down.window = 1min;
  spec.rollback = rollback;
  return spec;
}

TEST(Hindsight, ARaiseThatWasEnoughStaysASuccess) {
  World world(Quick());
  world.Run(20s, 2.0);
  ASSERT_EQ(world.Running(), 4);
  world.Run(5min, 2.3);
  ASSERT_EQ(world.outcomes.size(), 1u) << "success is said once";
  EXPECT_EQ(world.outcomes[0].kind, OutcomeKind::kSuccess);
}

TEST(Hindsight, ARaiseAfterWhichMoreIsWantedAllTheTimeWasInsufficient) {
  auto spec = Quick();
  spec.max = 3;
  World world(spec);
  world.Run(90s, 3.0);
  ASSERT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kInsufficient)));
  const auto& last = world.outcomes.back();
  EXPECT_THAT(last.message, HasSubstr("no fewer than 5 were wanted"));
  EXPECT_TRUE(last.until_ready) << "what was known before is still";
  EXPECT_EQ(world.View().outcome->kind, OutcomeKind::kInsufficient);
}

TEST(Hindsight, ARaiseThatNobodyNeededWasWasteful) {
  World world(Quick());
  world.Run(6s, 2.0);
  world.Run(3min, 0.2);
  EXPECT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kWasteful)));
}

TEST(Hindsight, ARemovalAfterWhichMoreIsWantedWasTooMuch) {
  World world(Quick(), 4);
  world.Run(75s, 0.5);
  ASSERT_LT(world.Running(), 4);
  world.Run(1min, 3.5);
  EXPECT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kInsufficient)));
}

TEST(Hindsight, WhatAPersonTurnsRoundIsOnRecordAsThat) {
  World world(Quick());
  world.Run(20s, 2.0);
  ASSERT_EQ(world.Running(), 4);
  ASSERT_TRUE(world.Say({.what = ScaleTo{2}}));
  world.Run(5s, 2.0);
  EXPECT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kUserOverridden)));
}

TEST(Hindsight, ACommandThatGoesTheSameWayTurnsNothingRound) {
  World world(Quick());
  world.Run(20s, 2.0);
  ASSERT_TRUE(world.Say({.what = ScaleTo{6}}));
  world.Run(5min, 2.0);
  EXPECT_THAT(world.outcomes, Not(Contains(KindIs(OutcomeKind::kUserOverridden))));
}

TEST(Hindsight, WhatWasCommandedIsNotJudgedByTheLoad) {
  World world(Quick());
  ASSERT_TRUE(world.Say({.what = ScaleTo{6, OverrideKind::kExactly, 1h}}));
  world.Run(30min, 0.1);
  for (const auto& outcome : world.outcomes) EXPECT_EQ(outcome.kind, OutcomeKind::kSuccess) << outcome.message;
}

TEST(Hindsight, ReplicasThatNeverGetReadyAreTakenAwayAgain) {
  auto spec = Quick(true);
  spec.start_deadline = 20s;
  World world(spec);
  world.never_ready = true;
  world.Run(8s, 3.0);
  ASSERT_GT(world.Running(), 2);
  world.Run(18s, 3.0);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kRolledBack)));
  for (const auto& r : world.replicas) EXPECT_FALSE(r.copy) << "those that served before serve still";
}

TEST(Hindsight, ARaiseThatMakesTheOthersIllIsTakenBack) {
  World world(Quick(true));
  world.Run(20s, 2.0);
  ASSERT_EQ(world.Running(), 4);
  for (int i = 1; i < 4; ++i) world.replicas[i].phase = Phase::kUnhealthy;
  world.Run(12s, 0.5);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_THAT(world.outcomes,
              Contains(AllOf(KindIs(OutcomeKind::kRolledBack),
                             Field("message", &Outcome::message, HasSubstr("1 of the 2 that served before")))));
}

TEST(Hindsight, OneThatIsIllWhileEnoughOthersServeIsNoReasonToTakeARaiseBack) {
  World world(Quick(true));
  world.Run(20s, 2.0);
  ASSERT_EQ(world.Running(), 4);
  world.replicas[0].phase = Phase::kUnhealthy;
  world.Run(30s, 2.0);
  EXPECT_GE(world.Running(), 4);
  EXPECT_THAT(world.outcomes, Not(Contains(KindIs(OutcomeKind::kRolledBack))));
}

TEST(Hindsight, WhatIsIllForAMomentOnlyTakesNothingBack) {
  World world(Quick(true));
  world.Run(20s, 2.0);
  for (int i = 1; i < 4; ++i) world.replicas[i].phase = Phase::kUnhealthy;
  world.Run(3s, 2.0);
  for (int i = 1; i < 4; ++i) world.replicas[i].phase = Phase::kReady;
  world.Run(15s, 2.0);
  EXPECT_GE(world.Running(), 4);
}

TEST(Hindsight, ADeployIsNotTheDoingOfTheRaiseBeforeIt) {
  auto spec = Quick(true);
  spec.file_count = 1;
  World world(spec);
  world.Run(20s, 2.0);
  ASSERT_EQ(world.Running(), 4);
  world.OthersRemove(1);
  world.never_ready = true;  // what is restored takes its time
  world.Run(20s, 1.0);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_THAT(world.outcomes, Not(Contains(KindIs(OutcomeKind::kRolledBack))));
}

TEST(Hindsight, ARemovalThatLeavesTooFewIsTakenBackAtOnce) {
  World world(Quick(true), 6);
  world.Run(65s, 0.5);
  const int left = world.Running();
  ASSERT_LT(left, 6);
  world.Run(8s, 20.0);
  EXPECT_GE(world.Running(), 6);
  EXPECT_THAT(world.outcomes, Contains(KindIs(OutcomeKind::kRolledBack)));
}

TEST(Hindsight, NothingIsTakenBackUnlessTheUserWantsThat) {
  World world(Quick(false));
  world.Run(20s, 2.0);
  for (int i = 1; i < 4; ++i) world.replicas[i].phase = Phase::kUnhealthy;
  world.Run(30s, 2.0);
  EXPECT_GE(world.Running(), 4);
  EXPECT_THAT(world.outcomes, Not(Contains(KindIs(OutcomeKind::kRolledBack))));
}

TEST(Hindsight, ALowerMaximumHoldsAgainstTakingBack) {
  World world(Quick(true), 6);
  world.Run(65s, 0.5);
  ASSERT_LT(world.Running(), 6);
  auto spec = Quick(true);
  spec.max = 4;
  world.Configure(spec);
  world.Run(8s, 20.0);
  EXPECT_LE(world.Running(), 4);
}

}  // namespace
}  // namespace docktor::pilot
