#include <gmock/gmock.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

constexpr double kLoadOfFive = 2.9;  // five replicas at a target of 60 %

std::vector<ChangeKind> Changes(const World& world) {
  std::vector<ChangeKind> kinds;
  for (const auto& record : world.Journal())
    if (const auto* seen = std::get_if<ChangeSeen>(&record.body)) kinds.push_back(seen->kind);
  return kinds;
}

/// Five replicas under their load; the file says one.
class OthersChanges : public testing::Test {
 protected:
  OthersChanges() {
    world.spec.file_count = 1;
    world.Configure(world.spec);
    world.Run(30s, kLoadOfFive);
  }
  World world{World::Enabled(1, 10), 5};
};

TEST_F(OthersChanges, ADeployThatResetsTheCountIsMadeGoodInSeconds) {
  world.OthersRemove(1);
  world.Run(3s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
  world.Run(4min, 0.1);
  EXPECT_EQ(world.Running(), 5) << "nothing is taken away within the window after it";
}

TEST_F(OthersChanges, AServiceThatIsTakenOutOfItsProjectIsShownNoMoreUntilItIsBack) {
  world.OthersRemove(0);
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Shown().size(), 1u) << "it was only removed, and is in the file";
  world.spec.unnamed = true;
  world.Configure(world.spec);
  world.Run(10min, 0.0);
  EXPECT_THAT(world.Shown(), testing::IsEmpty());
  EXPECT_EQ(world.Running(), 0);
  world.OthersAdd(1, "same");
  world.Run(10s, kLoadOfFive);
  ASSERT_EQ(world.Shown().size(), 1u);
  EXPECT_GT(world.Running(), 1) << "and scaled as before";
}

TEST_F(OthersChanges, AServiceThatIsLeftAtZeroIsShownThoughNoFileNamesIt) {
  world.spec.unnamed = true;
  world.spec.min = 0;
  world.Configure(world.spec);
  ASSERT_TRUE(world.Say({.what = ScaleTo{0}}));
  world.Run(1min, 0.0);
  ASSERT_EQ(world.Running(), 0);
  EXPECT_EQ(world.Shown().size(), 1u) << "it can be ordered back";
  world.spec.enabled = false;
  world.Configure(world.spec);
  EXPECT_THAT(world.Shown(), testing::IsEmpty()) << "nobody wants it any more";
}

TEST(OthersChangesAfterAStart, WhatADyingDaemonOrderedIsNobodysChange) {
  const DecisionId id{7};
  FleetMemory memory;
  memory.services[World::Enabled().key].open =
      Decision{.id = id,
               .service = World::Enabled().key,
               .action = Action{.decision = id, .from = 4, .to = 1, .remove = {{"id2"}, {"id3"}, {"id4"}}}};
  World world(World::Enabled(), 4, memory);
  for (const auto* gone : {"id4", "id3", "id2"}) {  // the engine goes on with it
    world.Run(500ms, 0.1);
    world.Tell({.service = world.spec.key, .container = {gone}, .action = "die"});
    world.replicas.pop_back();
    world.Show();
  }
  world.Run(10s, 0.1);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_THAT(Changes(world), testing::IsEmpty());
}

TEST(OthersChangesAfterAStart, WhatADyingDaemonHadStoppedAndIsRemovedNowIsNobodysWork) {
  const DecisionId id{7};
  FleetMemory memory;
  memory.services[World::Enabled().key].open =
      Decision{.id = id,
               .service = World::Enabled().key,
               .action = Action{.decision = id, .from = 5, .to = 4, .remove = {{"old"}}}};
  World world(World::Enabled(4), 4, memory);
  world.Run(1s, 1.0);
  world.Tell({.service = world.spec.key, .container = {"old"}, .action = "destroy"});
  ASSERT_TRUE(world.Say({.what = ScaleTo{5}}));
  world.Run(2s, 1.0);
  EXPECT_EQ(world.Running(), 5) << "at once";
}

TEST_F(OthersChanges, ADeployOfANewConfigIsCopiedFromTheNewOnes) {
  world.OthersRemove(0);
  world.OthersAdd(1, "new");
  const auto newest = world.replicas.back().id;
  world.Run(3s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
  const auto restored = std::find_if(world.decisions.begin(), world.decisions.end(),
                                     [](const auto& d) { return d.trigger == Trigger::kRestore && d.action; });
  ASSERT_NE(restored, world.decisions.end());
  EXPECT_EQ(restored->action->source, newest);
}

TEST_F(OthersChanges, WhatRanBeforeNeedsNoRateToComeBack) {
  world.spec.target.behavior.up.policies = {{RateKind::kReplicas, 1, 1min}};
  world.Configure(world.spec);
  world.OthersRemove(1);
  world.Run(3s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
}

TEST_F(OthersChanges, TheSameAgainWithinAWindowIsAPersonsWill) {
  world.OthersRemove(1);
  world.Run(20s, kLoadOfFive);
  ASSERT_EQ(world.Running(), 5);
  world.OthersRemove(1);
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kChangedByHand);
  world.Run(2min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5) << "after the window the load decides again";
}

TEST_F(OthersChanges, ANewDeployIsADeployHoweverSoon) {
  world.OthersRemove(0);
  world.OthersAdd(1, "second");
  world.Run(20s, kLoadOfFive);
  world.OthersRemove(0);
  world.OthersAdd(1, "third");
  world.Run(10s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
}

TEST_F(OthersChanges, AnotherCountByHandIsLeftSoForAWindow) {
  world.OthersRemove(3);
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 3);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
  ASSERT_TRUE(world.Say({.what = ResumeScaling{}})) << "a person may end that";
  world.Run(10s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
}

TEST_F(OthersChanges, MoreByHandIsLeftSoToo) {
  world.OthersAdd(8, "");
  world.Run(4min, 0.1);
  EXPECT_EQ(world.Running(), 8);
  world.Run(12min, 0.1);
  EXPECT_EQ(world.Running(), 1);
}

TEST_F(OthersChanges, AHandBeyondABoundIsNotFollowed) {
  world.OthersAdd(12, "");
  world.Run(10s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 10);
}

TEST_F(OthersChanges, AllStoppedStaysStopped) {
  world.OthersRemove(0);
  world.Run(10min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kStopped});
}

TEST_F(OthersChanges, OneThatDiesByItselfIsNobodysChange) {
  world.End(world.replicas[0], 1);
  world.Show();
  world.Run(20s, kLoadOfFive);
  EXPECT_TRUE(Changes(world).empty());
  world.replicas[0].phase = Phase::kReady;  // by its restart policy
  world.Run(20s, kLoadOfFive);
  EXPECT_TRUE(Changes(world).empty());
}

TEST_F(OthersChanges, OurOwnActionsAreNobodyElsesChange) {
  world.Run(2min, 5.0);
  world.Run(15min, 0.1);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_TRUE(Changes(world).empty());
}

/// While one of our own actions is under way, which takes twenty seconds.
class OthersChangesAmidOurs : public OthersChanges {
 protected:
  void AwaitOrder(double load) {
    world.engine_delay = 20s;
    for (int i = 0; i < 20 * 60 && !world.View().in_flight; ++i) world.Run(1s, load);
    ASSERT_TRUE(world.View().in_flight);
  }
};

TEST_F(OthersChangesAmidOurs, ADeployIsMadeGood) {
  AwaitOrder(2.2);
  ASSERT_FALSE(world.View().in_flight->remove.empty());
  world.OthersRemove(0);
  world.OthersAdd(1, "new");
  world.Run(30s, 2.2);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
  world.Run(20s, 2.2);
  EXPECT_GE(world.Running(), 4);
}

TEST_F(OthersChangesAmidOurs, ADeployAmidARaiseIsMadeGoodWithTheNewOnes) {
  AwaitOrder(4.5);
  ASSERT_GT(world.View().in_flight->add, 0);
  world.OthersRemove(0);
  world.OthersAdd(1, "new");
  world.Run(30s, 4.5);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
  world.engine_delay = 500ms;
  world.Run(1min, 4.5);
  EXPECT_EQ(world.replicas.back().config_hash, "new");
}

TEST_F(OthersChangesAmidOurs, AnotherCountByHandIsLeftSo) {
  AwaitOrder(2.2);
  world.OthersAdd(8, "");
  world.Run(4min, 2.2);
  EXPECT_EQ(world.Running(), 7) << "but for the one that was on its way out";
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_F(OthersChangesAmidOurs, ADownThatMissesTheNewOnesIsNotMadeGood) {
  AwaitOrder(4.5);
  const int added = world.View().in_flight->add;
  ASSERT_GT(added, 0);
  world.spec.file_count = added;
  world.Configure(world.spec);
  world.OthersRemove(0);
  world.Run(4min, 4.5);
  EXPECT_EQ(world.Running(), added);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_F(OthersChangesAmidOurs, WhatIsStartedLateIsNobodysChange) {
  world.slow_sight = true;
  AwaitOrder(4.5);
  world.Run(1min, 4.5);
  EXPECT_TRUE(Changes(world).empty());
}

/// For how long the engine is away; none: that is over before anything happens.
class EngineRestarted : public OthersChanges, public testing::WithParamInterface<Duration> {};
TEST_P(EngineRestarted, WhatItDidNotBringBackIsStartedAgain) {
  world.LoseEngine();
  world.Run(GetParam(), 0.0);
  world.ReturnRestartedEngine(2);
  world.Run(5s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kEngineRestart});
}
INSTANTIATE_TEST_SUITE_P(After, EngineRestarted, testing::Values(Duration{0}, Duration{5s}));

/// Its stream of events is cut, or it hangs for a while: containers go on, and somebody is at them meanwhile.
class EngineOutOfReach : public OthersChanges, public testing::WithParamInterface<Duration> {
 protected:
  void Lose() {
    world.LoseEngine();
    world.Run(GetParam(), kLoadOfFive);
  }
  static void End(Replica& replica, int exit_code) {
    replica.phase = Phase::kExited;
    replica.exit_code = exit_code;
  }
};

TEST_P(EngineOutOfReach, NobodyChangedAnything) {
  Lose();
  world.ReturnEngine();
  world.Run(1min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_THAT(Changes(world), testing::IsEmpty());
}

TEST_P(EngineOutOfReach, WhatSomebodyStoppedStaysStopped) {
  Lose();
  End(world.replicas.back(), 143);
  world.ReturnEngine();
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_P(EngineOutOfReach, AnotherCountByHandIsLeftSo) {
  Lose();
  world.replicas.resize(2);
  world.ReturnEngine();
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_P(EngineOutOfReach, ThatItIsMadeAnewByHandIsNoRestart) {
  Lose();
  world.replicas.clear();
  for (int i = 0; i < 3; ++i) world.Begin(world.now, Phase::kReady);
  world.ReturnEngine();
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 3);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_P(EngineOutOfReach, OneThatItsPolicyStartsAnewIsNoRestart) {
  Lose();
  world.replicas.front().started_at = world.now;
  End(world.replicas.back(), 0);
  world.ReturnEngine();
  world.Run(4min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

TEST_P(EngineOutOfReach, OneThatCrashedIsNobodysChange) {
  Lose();
  End(world.replicas.back(), 1);
  world.ReturnEngine();
  world.Run(1min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5) << "the load asks for it";
  EXPECT_THAT(Changes(world), testing::IsEmpty());
}

TEST_P(EngineOutOfReach, ADeployIsMadeGoodAndCalledOne) {
  Lose();
  world.replicas.resize(1);
  world.ReturnEngine();
  world.Run(5s, kLoadOfFive);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
}
INSTANTIATE_TEST_SUITE_P(For, EngineOutOfReach, testing::Values(Duration{250ms}, Duration{15s}));

TEST_F(OthersChangesAmidOurs, WhatSomebodyStoppedWhileTheEngineWasOutOfReachStaysStopped) {
  AwaitOrder(4.5);
  const int to = world.View().in_flight->to;
  ASSERT_GT(to, 5);
  world.LoseEngine();
  world.Run(5s, 4.5);
  world.replicas.front().phase = Phase::kExited;
  world.replicas.front().exit_code = 143;
  world.ReturnEngine();
  world.Run(4min, 4.5);
  EXPECT_EQ(world.Running(), to - 1);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kByHand});
}

/// Its report is that it failed, since the engine hangs over it, and in the end does it all the same.
TEST_F(OthersChangesAmidOurs, WhatTheEngineTookAwayForUsWhileItWasOutOfReachIsNobodysChange) {
  AwaitOrder(2.2);
  const auto leaving = world.View().in_flight->remove;
  ASSERT_FALSE(leaving.empty());
  world.LoseEngine();
  world.Run(3min, 2.2);
  std::erase_if(world.replicas, [&](const Replica& r) { return r.id == leaving.front(); });
  world.ReturnEngine();
  world.Run(30s, 2.2);
  EXPECT_THAT(Changes(world), testing::IsEmpty());
}

TEST_F(OthersChangesAmidOurs, WhatARestartedEngineDidNotBringBackIsStartedAgain) {
  AwaitOrder(4.5);
  const int to = world.View().in_flight->to;
  ASSERT_GT(to, 5);
  world.LoseEngine();
  world.Run(5s, 4.5);
  world.ReturnRestartedEngine(2);
  world.engine_delay = 500ms;
  world.Run(30s, 4.5);
  EXPECT_GE(world.Running(), to);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kEngineRestart});
}

TEST_F(OthersChanges, ADeployThatWaitsForWhatItDependsOnIsMadeGoodOnceItStarts) {
  auto& made = world.Begin(world.now, Phase::kExited);
  made.started_at = {};
  made.config_hash = "new";
  const auto id = made.id;
  world.Tell({.service = world.spec.key, .container = id, .action = "create"});
  for (int i = 0; i < 5; ++i) {
    const auto old = world.replicas.front().id;
    for (const auto* action : {"kill", "die", "destroy"})
      world.Tell({.service = world.spec.key, .container = old, .action = action, .signal = "15"});
    world.replicas.erase(world.replicas.begin());
  }
  world.Show();
  world.Run(90s, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_TRUE(Changes(world).empty());
  world.Tell({.service = world.spec.key, .container = id, .action = "start"});
  world.replicas.front().phase = Phase::kReady;
  world.replicas.front().started_at = world.now;
  world.Show();
  world.Run(10s, kLoadOfFive);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kDeploy});
  EXPECT_EQ(world.Running(), 5);
}

TEST_F(OthersChanges, WhenTheEngineComesBackWithNoneTheServiceIsStopped) {
  world.LoseEngine();
  world.Run(5s, 0.0);
  world.ReturnRestartedEngine(0);
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_EQ(Changes(world), std::vector{ChangeKind::kStopped});
}

/// Four replicas, all but the first made by Docktor.
class EndedCopies : public testing::Test {
 protected:
  EndedCopies() {
    for (std::size_t i = 1; i < 4; ++i) world.replicas[i].copy = true;
    world.Run(4s, 1.0);
  }
  /// Copies that may be cleared away when more are added.
  std::vector<ContainerId> Cleared() {
    world.Show();
    world.Run(4s, 1.0);
    const auto order = world.Say({.what = ScaleTo{6}});
    EXPECT_TRUE(order && order->action && order->action->add > 0);
    return order && order->action ? order->action->crashed : std::vector<ContainerId>{};
  }
  static Spec Wanted() {
    auto spec = World::Enabled(1, 10);
    spec.file_count = 4;
    return spec;
  }
  World world{Wanted(), 4};
};

TEST_F(EndedCopies, ThatCrashedAreClearedAwayAndThoseThatSomebodyStoppedAreLeftToThem) {
  world.Stop(world.replicas[1], 1);
  world.Stop(world.replicas[2], 137);
  world.End(world.replicas[3], 137);
  EXPECT_THAT(Cleared(), testing::ElementsAre(world.replicas[3].id));
}

TEST_F(EndedCopies, AreClearedAwayWhereNobodySawThemEndIfTheirExitShowsAFault) {
  for (std::size_t i = 1; i < 4; ++i) world.replicas[i].phase = Phase::kExited;
  world.replicas[1].exit_code = 143;
  world.replicas[2].exit_code = 1;
  world.replicas[3].exit_code = 139;
  EXPECT_THAT(Cleared(), testing::ElementsAre(world.replicas[3].id));
}

TEST_F(EndedCopies, ThatComposeMadeAreItsOwn) {
  world.End(world.replicas[0], 1);
  EXPECT_THAT(Cleared(), testing::IsEmpty());
}

TEST_F(OthersChanges, AHoldByHandSurvivesARestart) {
  world.OthersRemove(3);
  world.Run(10s, kLoadOfFive);
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  World after(world.spec, 3, memory);
  after.Run(1min, kLoadOfFive);
  EXPECT_EQ(after.Running(), 3);
}

TEST_F(OthersChanges, WhatNobodyEnabledIsNotRestored) {
  world.spec.enabled = false;
  world.Configure(world.spec);
  world.OthersRemove(1);
  world.Run(1min, kLoadOfFive);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_TRUE(Changes(world).empty());
}

}  // namespace
}  // namespace docktor::pilot
