#include <set>

#include <gmock/gmock.h>

#include "decide/resolve.h"
#include "decide/words.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

FleetMemory Recalled(const std::vector<Record>& journal) {
  FleetMemory memory;
  for (const auto& record : journal) memory.Add(record);
  return memory;
}

TEST(Scenario, LoadRisesReplicasRiseLoadEndsTheyFall) {
  World world(World::Enabled(2, 10));
  world.Run(20s, 0.8);
  EXPECT_EQ(world.Running(), 2);
  world.Run(40s, 4.0);
  EXPECT_GE(world.Running(), 6);
  EXPECT_LE(world.Running(), 9);
  world.Run(4min, 0.2);
  EXPECT_GE(world.Running(), 6) << "the window of five minutes is not over";
  world.Run(3min, 0.2);
  EXPECT_EQ(world.Running(), 2);
}

TEST(Scenario, ABurstIsAnsweredInSeconds) {
  World world(World::Enabled(2, 10));
  world.Run(30s, 0.5);
  const auto before = world.now;
  world.Run(5s, 3.0);
  EXPECT_EQ(world.FirstAction().trigger, Trigger::kBurst);
  EXPECT_LE(world.FirstAction().at - before, 2500ms);
}

TEST(Scenario, LooksAreCountedAndThoseThatAreLate) {
  World world(World::Enabled(2, 10));
  world.Run(1min, 0.8);
  EXPECT_EQ(world.View().looks, 13) << "one at first sight, then every five seconds";
  EXPECT_EQ(world.View().late_looks, 0);
  world.now += 10s;  // nobody had the time
  world.Run(1min, 0.8);
  EXPECT_EQ(world.View().late_looks, 1);
}

TEST(Scenario, AServiceThatNobodyEnabledIsNeverTouched) {
  auto spec = World::Enabled(3, 10);
  spec.enabled = false;
  World world(spec);
  world.Run(2min, 5.0);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kNotEnabled);
  const auto refused = world.Say({.what = ScaleTo{4}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kDenied);
  EXPECT_NE(refused.error().hint.find("docktor mode web auto"), std::string::npos);
  EXPECT_FALSE(world.Say({.by = Actor::kAgent, .what = ScaleTo{.count = 4, .once = true}}));
  EXPECT_FALSE(world.Say({.by = Actor::kModel, .what = ScaleTo{.count = 4, .once = true}}));
  world.Run(5s, 0.5);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_TRUE(world.Say({.what = ScaleTo{.count = 4, .once = true}}));
  world.Run(10min, 0.1);
  EXPECT_EQ(world.Running(), 4) << "done once, then watched as before";
}

TEST(Scenario, MissingReadingsNeverShrink) {
  World world(World::Enabled(1, 10), 6);
  world.Run(10s, 3.0);
  world.readings = false;
  world.Run(20min, 0.0);
  EXPECT_EQ(world.Running(), 6);
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kMissingReadings));
}

TEST(Scenario, ALoweredMaximumAppliesEvenBlind) {
  World world(World::Enabled(1, 10), 6);
  world.readings = false;
  world.Configure(World::Enabled(1, 4));
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Running(), 4);
}

TEST(Scenario, ACommandHoldsForItsTimeAndThenEnds) {
  World world(World::Enabled(1, 10));
  world.Run(10s, 1.0);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 5, .hold = 2min}}));
  world.Run(90s, 0.1);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kCommanded);
  world.Run(8min, 0.1);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_FALSE(world.View().override);
}

TEST(Scenario, ACommandBeyondABoundIsRefusedWithTheBound) {
  World world(World::Enabled(1, 4));
  const auto refused = world.Say({.what = ScaleTo{9}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kDenied);
  EXPECT_NE(refused.error().message.find("maximum is 4"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(world.View().override);
}

TEST(Scenario, APauseIsRespectedUntilItIsResumed) {
  World world(World::Enabled(1, 10));
  ASSERT_TRUE(world.Say({.what = PauseScaling{}}));
  world.Run(5min, 2.0);
  EXPECT_EQ(world.Running(), 2);
  ASSERT_TRUE(world.Say({.what = ResumeScaling{}}));
  world.Run(20s, 2.0);
  EXPECT_GT(world.Running(), 2);
}

TEST(Scenario, NothingIsTakenAwayWithinTheWindowAfterARestart) {
  World before(World::Enabled(1, 10), 6);
  before.Run(10s, 4.0);
  World after(World::Enabled(1, 10), 6, Recalled(before.Journal()));
  after.Run(4min + 50s, 0.1);
  EXPECT_EQ(after.Running(), 6);
  after.Run(30s, 0.1);
  EXPECT_EQ(after.Running(), 1);
}

TEST(Scenario, AnOverrideSurvivesARestart) {
  World before(World::Enabled(1, 10));
  ASSERT_TRUE(before.Say({.what = ScaleTo{.count = 5, .hold = 1h}}));
  World after(World::Enabled(1, 10), 2, Recalled(before.Journal()));
  after.Run(10s, 0.5);
  EXPECT_EQ(after.Running(), 5);
}

TEST(Scenario, AnIntentWithoutAnEndIsClosedByWhatIsFound) {
  World before(World::Enabled(2, 10));
  before.engine_delay = 1h;
  before.Run(20s, 3.0);
  const auto memory = Recalled(before.Journal());
  ASSERT_TRUE(memory.services.at({"shop", "web"}).open);
  World after(World::Enabled(2, 10), 2, memory);
  const auto ended = std::find_if(after.journal.begin(), after.journal.end(),
                                  [](const Record& r) { return std::holds_alternative<ActionEnded>(r.body); });
  ASSERT_NE(ended, after.journal.end());
  EXPECT_FALSE(std::get<ActionEnded>(ended->body).report.ok);
  EXPECT_GT(after.decisions.back().id, memory.last_id) << "numbers go on";
}

TEST(Scenario, WhatIsMadeAndNotYetSeenToRunIsNotMadeAgain) {
  World world(World::Enabled(1, 10), 1);
  world.Run(10s, 0.5);
  world.slow_sight = true;
  ASSERT_TRUE(world.Say({.what = ScaleTo{3}}));
  world.Run(10s, 0.5);
  EXPECT_EQ(world.Running(), 3);
  const auto actions =
      std::count_if(world.decisions.begin(), world.decisions.end(), [](const auto& d) { return d.action.has_value(); });
  EXPECT_EQ(actions, 1);
}

TEST(Scenario, AFailedActionIsNotTriedAgainAtOnce) {
  World world(World::Enabled(1, 10));
  world.fail_next = true;
  world.Run(8s, 3.0);
  ASSERT_EQ(world.outcomes.size(), 1u);
  EXPECT_EQ(world.outcomes[0].kind, OutcomeKind::kFailed);
  EXPECT_EQ(world.outcomes[0].message, "no such image");
  EXPECT_EQ(world.Running(), 2);
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kBackoff));
  world.Run(20s, 3.0);
  EXPECT_GT(world.Running(), 2);
}

TEST(Scenario, WhatTheEngineRefusesIsTriedAgainEachMinute) {
  World world(World::Enabled(2, 10), 1);
  world.fail_all = true;
  world.Run(15min, 0.5);
  EXPECT_GE(world.outcomes.size(), 12u);
  EXPECT_LE(world.outcomes.size(), 18u) << "each try costs the engine something";
  world.fail_all = false;
  world.Run(62s, 0.5);
  EXPECT_EQ(world.Running(), 2);
}

TEST(Scenario, CopiesThatCrashAreMadeLessAndLessOften) {
  World world(World::Enabled(2, 10), 1);
  const auto tries_in = [&](Duration length) {
    const auto before = world.outcomes.size();
    for (const auto end = world.now + length; world.now < end; world.Run(1s, 0.5))
      for (auto& replica : world.replicas)
        if (replica.copy && Runs(replica.phase)) world.End(replica, 1);
    return world.outcomes.size() - before;
  };
  EXPECT_GE(tries_in(10min), 5u);
  EXPECT_LE(tries_in(15min), 4u) << "five minutes between them";
}

TEST(Scenario, ReplicasThatWereStartedInVainAreMadeLessAndLessOften) {
  World world(World::Enabled(2, 10), 1);
  world.fail_all = world.give_up = true;
  world.Run(10min, 0.5);
  const auto tries = world.outcomes.size();
  world.Run(15min, 0.5);
  EXPECT_LE(world.outcomes.size(), tries + 4) << "five minutes between them";
}

TEST(Scenario, ACopyThatItsPolicyStartsAgainAndAgainKeepsTheOthersFromNothing) {
  World world(World::Enabled(2, 10), 1);
  world.Run(2min, 0.5);
  const auto copy = std::find_if(world.replicas.begin(), world.replicas.end(), [](const auto& r) { return r.copy; });
  ASSERT_NE(copy, world.replicas.end());
  const auto id = copy->id;
  for (int i = 0; i < 30; ++i) {
    auto& crashing = *std::find_if(world.replicas.begin(), world.replicas.end(), [&](auto& r) { return r.id == id; });
    world.End(crashing, 1);
    world.Tell({.service = world.spec.key, .container = id, .action = "start"});
    crashing.phase = Phase::kReady;
    crashing.started_at = world.now;
    world.Show();
    world.Run(20s, i < 10 ? 0.5 : 3.0);
  }
  EXPECT_GE(world.Running(), 5) << "under a load of five";
}

TEST(Scenario, ADeployEndsTheWaitAfterFailures) {
  for (const int running : {1, 0}) {
    World world(World::Enabled(3, 10), 1);
    world.fail_all = true;
    world.Run(10min, 0.5);
    world.fail_all = false;
    ASSERT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kBackoff));
    if (running == 0) world.End(world.replicas[0], 1);
    world.OthersAdd(running + 1, "mended");
    world.Run(8s, 0.5);
    EXPECT_EQ(world.Running(), 3) << running << " ran before";
  }
}

TEST(Scenario, WhatDidStartStaysThoughTheRestWasRefused) {
  auto spec = World::Enabled(4, 10);
  spec.rollback = true;
  World world(spec, 1);
  world.start_time = 10s;
  world.refused = 1;
  world.Run(9s, 0.5);
  EXPECT_EQ(world.Running(), 3);
  EXPECT_TRUE(world.outcomes.empty()) << "of those it is not known yet whether they are of use";
  world.refused = 0;
  world.Run(30s, 0.5);
  EXPECT_EQ(world.Running(), 4);
  ASSERT_FALSE(world.outcomes.empty());
  EXPECT_EQ(world.outcomes[0].kind, OutcomeKind::kFailed);
  EXPECT_EQ(world.outcomes[0].message, "port is already allocated");
}

TEST(Scenario, WhatDidStartAndIsNeverReadyGoesAgainThoughTheRestWasRefused) {
  auto spec = World::Enabled(1, 10);
  spec.rollback = true;
  spec.start_deadline = 30s;
  World world(spec, 3);
  world.Run(5s, 1.5);
  world.never_ready = true;
  world.refused = 1;
  world.Run(6s, 6.0);
  ASSERT_GT(world.Running(), 3);
  world.Run(34s, 1.5);
  ASSERT_FALSE(world.outcomes.empty());
  EXPECT_THAT(world.outcomes[0].message, testing::HasSubstr("port is already allocated; "));
  EXPECT_THAT(world.outcomes[0].message, testing::HasSubstr("not ready in time"));
  world.Run(5s, 1.5);
  EXPECT_EQ(world.Running(), 3);
}

TEST(Scenario, ReplicasThatNeverGetReadyAreAFailure) {
  auto spec = World::Enabled(1, 10);
  spec.start_deadline = 30s;
  World world(spec);
  world.never_ready = true;
  world.Run(40s, 3.0);
  ASSERT_FALSE(world.outcomes.empty());
  EXPECT_EQ(world.outcomes[0].kind, OutcomeKind::kFailed);
  EXPECT_NE(world.outcomes[0].message.find("not ready in time"), std::string::npos);
}

TEST(Scenario, EveryActionIsJudgedThoughTheNextBeginsBefore) {
  World world(World::Enabled(2, 20));
  world.start_time = 20s;
  world.Run(2min, 8.0);
  const auto actions =
      std::count_if(world.decisions.begin(), world.decisions.end(), [](const auto& d) { return d.action.has_value(); });
  EXPECT_GE(actions, 2);
  std::set<DecisionId> judged;
  for (const auto& outcome : world.outcomes) judged.insert(outcome.decision);
  EXPECT_EQ(judged.size(), static_cast<std::size_t>(actions));
}

TEST(Scenario, WhatOthersStoppedStaysStopped) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 1.0);
  for (auto& r : world.replicas) {
    world.Tell({.service = world.spec.key, .container = r.id, .action = "kill"});
    r.phase = Phase::kExited;
    r.exit_code = 143;
  }
  world.Run(10min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kStoppedByOthers);
  ASSERT_TRUE(world.Say({.what = ScaleTo{3}}));
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Running(), 3) << "a person commands";
}

TEST(Scenario, NothingIsStartedWhileSomebodyStopsTheService) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 1.0);
  for (const auto& r : world.replicas) world.Tell({.service = world.spec.key, .container = r.id, .action = "kill"});
  world.replicas.pop_back();  // one has ended, the other is still in its grace period
  world.Run(30s, 1.0);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kOthersAtWork);
}

TEST(Scenario, AReplicaThatDiedIsReplacedUpToTheMinimum) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 0.5);
  world.replicas[0].out_of_memory = true;
  world.End(world.replicas[0], 137);
  world.Run(15s, 0.5);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_NE(decide::Sentence(world.FirstAction()).find("shop-web-1 ended with exit code 137, out of memory"),
            std::string::npos)
      << decide::Sentence(world.FirstAction());
}

TEST(Scenario, ANewReplicaThatEndsOnceItIsReadyWasNoSuccess) {
  for (const bool by_somebody : {false, true}) {
    World world(World::Enabled(2, 10));
    world.start_time = 0s;
    ASSERT_TRUE(world.Say({.what = ScaleTo{3}}));
    world.Run(3s, 0.5);
    ASSERT_EQ(world.outcomes.back().kind, OutcomeKind::kSuccess);
    auto& replica = world.replicas.back();
    if (by_somebody) world.Tell({.service = world.spec.key, .container = replica.id, .action = "kill", .signal = "9"});
    world.End(replica, 3);
    world.Run(2s, 0.5);
    const auto& outcome = world.outcomes.back();
    EXPECT_EQ(outcome.kind, by_somebody ? OutcomeKind::kSuccess : OutcomeKind::kFailed);
    EXPECT_EQ(outcome.message.find("ended with exit code 3") != std::string::npos, !by_somebody) << outcome.message;
  }
}

TEST(Scenario, OneThatHasEndedItsWorkIsNotStartedAgain) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 0.5);
  world.End(world.replicas[0], 0);
  world.Run(5min, 0.2);
  EXPECT_EQ(world.Running(), 1);
  world.End(world.replicas[1], 0);
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_NE(decide::Sentence(*world.View().decision).find("ended its work, with exit code 0"), std::string::npos);
  ASSERT_TRUE(world.Say({.what = ScaleTo{2}}));
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Running(), 2) << "a person starts it again";
}

TEST(Scenario, ThatOneHasEndedItsWorkKeepsNothingFromTheLoad) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 0.5);
  world.End(world.replicas[0], 0);
  world.Run(20s, 1.5);
  EXPECT_EQ(world.Running(), 3);
  world.Run(10min, 0.1);
  EXPECT_EQ(world.Running(), 2) << "the minimum is one for those that run";
}

TEST(Scenario, OneThatHasJustBegunGoesBeforeABusyOne) {
  World world(World::Enabled(1, 10), 1);
  world.Run(10s, 0.8);
  world.OthersAdd(2, "");  // by hand, and not read yet
  world.Run(1s, 0.8);
  ASSERT_TRUE(world.Say({.what = ScaleTo{1}}));
  world.Run(5s, 0.8);
  ASSERT_EQ(world.replicas.size(), 1u);
  EXPECT_EQ(world.replicas[0].id.value, "id1");
}

TEST(Scenario, ARemovalThatDrainsIsNotCalledOffByARate) {
  auto spec = World::Enabled(1, 10);
  spec.target.behavior.down = {2s, {{RateKind::kReplicas, 1, 1min}}, Select::kMax};
  World world(spec, 2);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 4, .hold = 45s}}));
  world.Run(44s, 0.2);
  world.engine_delay = 25s;  // a long drain
  world.Run(40s, 0.2);       // meanwhile the raise is a minute old, and the rate would allow less
  EXPECT_TRUE(world.called_off.empty());
  EXPECT_LT(world.Running(), 4);
}

/// What makes nobody want more replicas, though no rule asks for fewer either.
struct Standstill {
  std::string name;
  bool enabled = true;
  bool readings = true;
};
class StandstillTest : public testing::TestWithParam<Standstill> {};
INSTANTIATE_TEST_SUITE_P(Removals, StandstillTest,
                         testing::Values(Standstill{.name = "NoReadings", .readings = false},
                                         Standstill{.name = "NotEnabled", .enabled = false},
                                         Standstill{.name = "Neither", .enabled = false, .readings = false}),
                         [](const auto& row) { return row.param.name; });

TEST_P(StandstillTest, DoesNotCallARemovalOff) {
  auto spec = World::Enabled(1, 10);
  spec.enabled = GetParam().enabled;
  World world(spec, 4);
  world.readings = GetParam().readings;
  world.engine_delay = 6s;
  world.Run(2s, 0.2);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 1, .once = true}}));
  world.Run(10s, 0.2);
  EXPECT_TRUE(world.called_off.empty());
  EXPECT_EQ(world.Running(), 1);
}

TEST(Scenario, ARemovalThatWasCalledOffIsNoSuccess) {
  World world(World::Enabled(1, 10), 4);
  world.engine_delay = 10s;
  ASSERT_TRUE(world.Say({.what = ScaleTo{1}}));
  world.Run(2s, 0.2);
  ASSERT_TRUE(world.Say({.what = ScaleTo{5}}));
  world.Run(10s, 0.2);
  ASSERT_EQ(world.called_off.size(), 1u);
  for (const auto& outcome : world.outcomes) EXPECT_NE(outcome.decision, world.called_off[0]);
  world.Run(12s, 0.2);
  EXPECT_EQ(world.Running(), 5);
}

TEST(Scenario, AnActionIsJudgedThoughTheDaemonWasRestarted) {
  World before(World::Enabled(2, 10));
  before.start_time = 1min;
  ASSERT_TRUE(before.Say({.what = ScaleTo{4}}));
  before.Run(5s, 0.5);
  ASSERT_TRUE(before.outcomes.empty());
  World after(World::Enabled(2, 10), 4, Recalled(before.Journal()));
  after.Run(5s, 0.5);
  ASSERT_EQ(after.outcomes.size(), 1u);
  EXPECT_EQ(after.outcomes[0].decision, before.FirstAction().id);
  EXPECT_EQ(after.outcomes[0].kind, OutcomeKind::kSuccess);
  EXPECT_FALSE(after.outcomes[0].until_ready) << "nobody watched all the time";

  World without_them(World::Enabled(2, 10), 2, Recalled(before.Journal()));
  without_them.Run(1s, 0.5);
  EXPECT_TRUE(without_them.outcomes.empty()) << "somebody took them away meanwhile: nobody knows how they did";
}

TEST(Scenario, WhatAnActionWasStoppingWhenTheDaemonDiedTwiceIsNoCrash) {
  const World before(World::Enabled(1, 10), 2);
  Decision removal;
  removal.id = DecisionId{1};
  removal.service = before.spec.key;
  removal.action = Action{.decision = removal.id, .from = 2, .to = 1, .remove = {before.replicas[1].id}};
  World world(World::Enabled(1, 10), 2,
              Recalled({{1, before.now, Intent{removal}},
                        {2, before.now, DaemonStarted{"1", "shop"}},
                        {3, before.now, ActionEnded{{.decision = removal.id, .service = removal.service, .ok = true}}},
                        {4, before.now, DaemonStarted{"1", "shop"}}}));
  for (auto& replica : world.replicas) replica.copy = true;
  world.Run(2s, 0.5);
  world.End(world.replicas[1], 137);
  world.Run(6s, 0.5);
  EXPECT_FALSE(decide::InForce(world.View().decision->verdict, Reason::kBackoff)) << "it was told to go";
}

/// All replicas end, by somebody's signal or by themselves.
void EndAll(World& world, bool signalled, int exit_code) {
  for (auto& r : world.replicas) {
    if (signalled) world.Tell({.service = world.spec.key, .container = r.id, .action = "kill", .signal = "15"});
    world.End(r, exit_code);
  }
}

TEST(Scenario, AStopWinsOverAnOlderCommand) {
  World world(World::Enabled(2, 10));
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 4, .hold = 2h}}));
  world.Run(10s, 1.0);
  ASSERT_EQ(world.Running(), 4);
  EndAll(world, true, 143);
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  ASSERT_TRUE(world.Say({.what = ScaleTo{3}}));
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Running(), 3) << "a person commands afterwards";
}

TEST(Scenario, ACommandAfterAStopIsDoneThoughTheDaemonDiedOnIt) {
  World before(World::Enabled(2, 10));
  before.Run(10s, 1.0);
  EndAll(before, true, 143);
  before.Run(5min, 0.0);
  ASSERT_TRUE(before.Say({.what = ScaleTo{.count = 3, .hold = 1h}}));

  World world(World::Enabled(2, 10), 0, Recalled(before.Journal()));
  world.now = before.now;
  world.Begin(world.now - 1h, Phase::kExited).exit_code = 143;
  world.Run(10s, 0.0);
  EXPECT_EQ(world.Running(), 3);
  EndAll(world, true, 143);
  world.Run(1min, 0.0);
  EXPECT_EQ(world.Running(), 0);

  auto journal = before.Journal();
  for (auto& record : world.Journal()) journal.push_back(std::move(record));
  World again(World::Enabled(2, 10), 0, Recalled(journal));
  again.now = world.now;
  again.Run(1min, 0.0);
  EXPECT_EQ(again.Running(), 0) << "the stop is newer";
}

TEST(Scenario, AStopIsAStopWhateverTheExitCode) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 1.0);
  EndAll(world, true, 2);
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
}

TEST(Scenario, WhatStoppedWhileNobodyLookedStaysStopped) {
  World world(World::Enabled(2, 10), 0);
  world.Begin(world.now, Phase::kExited).exit_code = 1;
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kStoppedByOthers);
}

TEST(Scenario, WhenAllDieByThemselvesTheyAreReplacedUpToTheMinimum) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 1.0);
  EndAll(world, false, 1);
  world.Run(15s, 0.0);
  EXPECT_EQ(world.Running(), 2);
}

TEST(Scenario, ACrashLoopIsNotFed) {
  World world(World::Enabled(2, 10));
  world.Run(10s, 1.0);
  world.never_ready = true;
  for (int i = 0; i < 600; ++i) {  // ten minutes
    if (world.Running() > 0) EndAll(world, false, 1);
    world.Run(1s, 0.0);
  }
  EXPECT_LE(world.replicas.size(), 2u + 2u * 7u) << "10 s, 20 s, 40 s … between two tries";
}

TEST(Scenario, ACrashLoopWithoutAHealthCheckIsNotFedEither) {
  World world(World::Enabled(2, 10));
  world.start_time = 0s;  // ready as soon as it runs
  world.Run(10s, 1.0);
  for (int i = 0; i < 200; ++i) {  // ten minutes in which each replica lives for a moment
    for (auto& r : world.replicas) {
      if (Runs(r.phase)) world.End(r, 1);
    }
    world.Run(3s, 0.0);
  }
  EXPECT_LE(world.replicas.size(), 2u + 2u * 10u);
}

TEST(Scenario, AReplicaThatIsToGoIsDrainedAsTheUserWrote) {
  auto spec = World::Enabled(1, 10);
  spec.drain = {.command = {"drain"}, .delay = 3s};
  World world(spec, 3);
  ASSERT_TRUE(world.Say({.what = ScaleTo{1}}));
  EXPECT_EQ(world.FirstAction().action->drain, spec.drain);
}

/// Four replicas for little load, of which some are being drained for ten seconds.
class DrainTest : public testing::Test {
 protected:
  DrainTest() {
    world.engine_delay = 10s;
    world.Run(8s, 0.5);
    EXPECT_TRUE(world.View().in_flight && !world.View().in_flight->remove.empty());
    EXPECT_TRUE(world.called_off.empty());
  }
  static Spec Hasty() {
    auto spec = World::Enabled(1, 10);
    spec.target.behavior.down.window = 5s;
    return spec;
  }
  World world{Hasty(), 4};
};

TEST_F(DrainTest, ADrainIsCalledOffWhenLoadRises) {
  world.Run(3s, 4.0);
  ASSERT_EQ(world.called_off.size(), 1u) << "at once, and once";
  world.Run(10s, 4.0);
  EXPECT_GE(world.Running(), 4) << "those that were to go stay";
}

TEST_F(DrainTest, ADrainGoesOnWhileNothingNeedsIt) {
  world.Run(20s, 0.5);
  EXPECT_TRUE(world.called_off.empty());
  EXPECT_EQ(world.Running(), 1);
}

TEST_F(DrainTest, ACommandForMoreCallsADrainOff) {
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 4, .hold = 10min}}));
  EXPECT_EQ(world.called_off.size(), 1u);
  world.Run(20s, 0.5);
  EXPECT_EQ(world.Running(), 4);
}

TEST(Scenario, InManualModeOnlyAPersonChangesTheCount) {
  auto spec = World::Enabled(1, 10);
  spec.manual = true;
  World world(spec, 2);
  world.Run(2min, 5.0);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kAwaitingApproval);
  EXPECT_GT(world.View().decision->recommendation.count, 2);
  world.Say({.by = Actor::kAgent, .what = ScaleTo{4}});
  world.Run(10s, 5.0);
  EXPECT_EQ(world.Running(), 2) << "an agent is no person";
  ASSERT_TRUE(world.Say({.what = ScaleTo{4}}));
  world.Run(10s, 5.0);
  EXPECT_EQ(world.Running(), 4);
}

TEST(Scenario, OnlyAPersonEndsAPersonsCommand) {
  World world(World::Enabled(1, 10));
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 6, .hold = 2h}}));
  for (const auto by : {Actor::kAgent, Actor::kModel}) {
    EXPECT_FALSE(world.Say({.by = by, .what = ScaleTo{2}}));
    EXPECT_FALSE(world.Say({.by = by, .what = PauseScaling{}}));
    EXPECT_FALSE(world.Say({.by = by, .what = ResumeScaling{}}));
  }
  world.Run(20min, 0.1);
  EXPECT_EQ(world.Running(), 6);
}

TEST(Scenario, ANewerCommandReplacesAPause) {
  World world(World::Enabled(1, 10));
  ASSERT_TRUE(world.Say({.what = PauseScaling{}}));
  ASSERT_TRUE(world.Say({.what = ScaleTo{4}}));
  world.Run(10s, 1.0);
  EXPECT_EQ(world.Running(), 4);
}

TEST(Scenario, OnceIsDoneEvenWithinAWindow) {
  World world(World::Enabled(1, 10), 5);
  world.Run(20s, 3.0);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 3, .once = true}}));
  world.Run(2s, 2.0);
  EXPECT_EQ(world.Running(), 3);
  EXPECT_FALSE(world.View().override);
}

TEST(Scenario, BoundsThatWereWrittenHoldForOnceToo) {
  auto spec = World::Enabled(2, 3);
  spec.enabled = false;
  World world(spec);
  EXPECT_FALSE(world.Say({.what = ScaleTo{.count = 10, .once = true}}));
  EXPECT_FALSE(world.Say({.what = ScaleTo{.count = 1, .once = true}}));
  EXPECT_TRUE(world.Say({.what = ScaleTo{.count = 3, .once = true}}));
}

TEST(Scenario, AFullHostTakesNoMore) {
  World world(World::Enabled(1, 10));
  world.host = HostReading{.at = world.now, .cores = 2, .memory_bytes = 1 << 30, .memory_available_bytes = 136 << 20};
  world.Run(40s, 1.0);
  world.Run(40s, 5.0);
  EXPECT_EQ(world.Running(), 3) << "64 MiB for one more, of the 64.8 that may be given";
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kHostFull));
}

TEST(Scenario, ADryRunSaysAndDoesNot) {
  auto spec = World::Enabled(1, 10);
  spec.dry_run = true;
  World world(spec);
  world.Run(30s, 3.0);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kDryRun);
  EXPECT_GT(world.View().decision->recommendation.count, 2);
}

TEST(Scenario, ADryRunLeavesNothingForTheNextStart) {
  auto spec = World::Enabled(1, 10);
  spec.dry_run = true;
  FleetMemory memory;
  memory.services[spec.key].override = Override{.kind = OverrideKind::kPaused};
  World world(spec, 2, memory);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 3, .hold = 1min}}));
  world.Run(2min, 0.5);
  ASSERT_TRUE(world.Say({.what = PauseScaling{}}));
  ASSERT_TRUE(world.Say({.what = ResumeScaling{}}));
  for (const auto& record : world.Journal()) {
    EXPECT_FALSE(std::holds_alternative<FirstEnabled>(record.body));
    EXPECT_FALSE(std::holds_alternative<OverrideEnded>(record.body)) << "the pause before it holds";
  }
}

TEST(Scenario, AStoreIsNotScaledUntilSomebodyAllowsIt) {
  World world(World::Enabled(1, 10));
  world.obstacles = {{Reason::kStatefulService, "postgres with volume data"}};
  world.Run(30s, 3.0);
  EXPECT_EQ(world.Running(), 2);
  EXPECT_FALSE(world.Say({.what = ScaleTo{3}})) << "valid for a person as well";
  auto allowed = world.spec;
  allowed.stateful_allowed = true;
  world.Configure(allowed);
  world.Run(30s, 3.0);
  EXPECT_GT(world.Running(), 2);
}

TEST(Scenario, EqualHoldsAreOneRecordThatGrows) {
  World world(World::Enabled(2, 10));
  world.Run(1h, 1.0);
  std::map<DecisionId, std::int64_t> looks;
  for (const auto& record : world.journal)
    if (const auto* hold = std::get_if<HoldRun>(&record.body)) looks[hold->first.id] = hold->count;
  EXPECT_LE(looks.size(), 4u);
  std::int64_t sum = 0;
  for (const auto& [id, count] : looks) sum += count;
  EXPECT_GE(sum, 590) << "720 looks, of which the last minutes are still growing";
}

}  // namespace
}  // namespace docktor::pilot
