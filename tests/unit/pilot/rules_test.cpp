#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

/// Jobs in a queue, 100 for each replica; CPU says nothing.
Spec OfQueue(int min = 0) {
  auto spec = World::Enabled(min, 10);
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  spec.sources = {{.signal = "queue.length", .interval = 5s}};
  return spec;
}

/// Runs on while the queue is read at its interval.
void RunWithQueue(World& world, Duration length, std::optional<double> jobs) {
  for (const auto end = world.now + length; world.now < end;) {
    world.Measure("queue.length", jobs);
    world.Run(5s, 0.05);
  }
}

TEST(Rules, AQueueDrivesAServiceUpDownToNothingAndBack) {
  World world(OfQueue(), 1);
  RunWithQueue(world, 30s, 450);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(world.View().decision->recommendation.evidence.subject, "queue.length");
  RunWithQueue(world, 6min, 0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_NE(world.View().decision->verdict.because, Reason::kStoppedByOthers);
  RunWithQueue(world, 15s, 120);
  EXPECT_EQ(world.Running(), 2);
}

/// What a restart of the daemon would know.
FleetMemory Recalled(const World& world) {
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  return memory;
}

TEST(Rules, AServiceAtNothingComesBackThoughTheDaemonWasRestarted) {
  World before(OfQueue(), 1);
  RunWithQueue(before, 6min, 0);
  ASSERT_EQ(before.Running(), 0);
  const auto memory = Recalled(before);
  ASSERT_EQ(memory.WithoutReplicas().size(), 1u);
  EXPECT_EQ(memory.WithoutReplicas()[0].key, before.spec.key);
  EXPECT_EQ(memory.WithoutReplicas()[0].image, "shop/web");
  EXPECT_TRUE(memory.WithoutReplicas()[0].replicas.empty());
  World after(OfQueue(), 0, memory);
  RunWithQueue(after, 15s, 120);
  EXPECT_EQ(after.Running(), 2);
  EXPECT_TRUE(Recalled(after).WithoutReplicas().empty());
}

TEST(Rules, AServiceAtNothingIsTriedAgainWhereItDidNotComeBack) {
  World world(OfQueue(), 1);
  RunWithQueue(world, 6min, 0);
  ASSERT_EQ(world.Running(), 0);
  world.fail_next = true;
  RunWithQueue(world, 5s, 120);
  World after(OfQueue(), 0, Recalled(world));
  RunWithQueue(world, 2min, 120);
  EXPECT_EQ(world.Running(), 2) << "nobody has stopped it";
  RunWithQueue(after, 15s, 120);
  EXPECT_EQ(after.Running(), 2) << "nor is it taken for stopped after a restart";
}

TEST(Rules, ARemovalOfTheLastThatWasCutShortIsDocktorsDoing) {
  World before(OfQueue(), 1);
  RunWithQueue(before, 30s, 0);
  ASSERT_TRUE(before.Say({.what = ScaleTo{.count = 0, .once = true}}));  // and Docktor dies before its end
  ASSERT_EQ(before.FirstAction().action->remove.size(), 1u);
  auto memory = Recalled(before);
  memory.services.begin()->second.override.reset();
  World after(OfQueue(), 1, memory);
  RunWithQueue(after, 5s, 0);
  after.End(after.replicas[0], 0);  // the engine was still at it
  after.replicas.clear();
  after.Show();
  RunWithQueue(after, 30s, 0);
  EXPECT_NE(after.View().decision->verdict.because, Reason::kStoppedByOthers);
  RunWithQueue(after, 30s, 120);
  EXPECT_EQ(after.Running(), 2);
}

TEST(Rules, WhatCrashedAndIsThenTakenAwayByAPersonStaysAway) {
  World world(World::Enabled(2, 4), 2);
  world.Run(10s, 0.5);
  world.fail_next = true;
  for (auto& replica : world.replicas) world.End(replica, 1);
  world.Run(3s, 0.0);  // bringing them back has failed
  ASSERT_EQ(world.Running(), 0);
  world.OthersRemove(0);
  world.replicas.clear();
  world.Show();
  world.Run(5min, 0.0);
  EXPECT_EQ(world.Running(), 0);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kStoppedByOthers);
}

TEST(Rules, WhatOthersHaveBroughtBackIsNotDocktorsAnyMore) {
  World world(OfQueue(), 1);
  RunWithQueue(world, 6min, 0);
  world.OthersAdd(1, "");
  RunWithQueue(world, 10s, 0);
  EXPECT_TRUE(Recalled(world).WithoutReplicas().empty());
}

TEST(Rules, AQueueThatCannotBeReadNeverShrinks) {
  World world(OfQueue(1), 4);
  RunWithQueue(world, 30s, 400);
  ASSERT_EQ(world.Running(), 4);
  RunWithQueue(world, 10min, std::nullopt);
  EXPECT_EQ(world.Running(), 4);
}

struct FallbackCase {
  const char* name;
  Fallback fallback;
  int running;
};
class FallbackTest : public testing::TestWithParam<FallbackCase> {};
TEST_P(FallbackTest, HoldsOnceTheSourceHasFailedOftenEnough) {
  auto spec = OfQueue(1);
  spec.fallback = GetParam().fallback;
  World world(spec, 4);
  RunWithQueue(world, 30s, 400);
  RunWithQueue(world, 10min, std::nullopt);
  EXPECT_EQ(world.Running(), GetParam().running);
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kFallback));
  RunWithQueue(world, 40s, 900);
  EXPECT_EQ(world.Running(), 9) << "ends when the source answers again";
}
INSTANTIATE_TEST_SUITE_P(Cases, FallbackTest,
                         testing::Values(FallbackCase{"hold", {FallbackKind::kHold}, 4},
                                         FallbackCase{"static_more", {FallbackKind::kStatic, 6}, 6},
                                         FallbackCase{"static_less", {FallbackKind::kStatic, 2}, 2},
                                         FallbackCase{"at_least", {FallbackKind::kAtLeast, 5}, 5}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Rules, ASourceThatStaysSilentIsAFailureToo) {
  auto spec = OfQueue(1);
  spec.fallback = {FallbackKind::kStatic, 6};
  World world(spec, 2);
  world.Run(2min, 0.5);
  EXPECT_EQ(world.Running(), 6);
}

TEST(Rules, AScheduleHoldsWithinTheBoundsAndEnds) {
  auto spec = World::Enabled(1, 10);
  World world(spec, 2);
  world.Run(10s, 0.8);
  const auto minute = std::chrono::floor<std::chrono::minutes>(world.now) + 1min;
  const auto cron = [](Instant at) {
    const auto of_day =
        std::chrono::duration_cast<std::chrono::minutes>(at - std::chrono::floor<std::chrono::days>(at));
    return std::to_string(of_day.count() % 60) + " " + std::to_string(of_day.count() / 60) + " * * *";
  };
  spec.schedules = {{.name = "rush", .start = cron(minute), .end = cron(minute + 10min), .min = 20}};
  world.Configure(spec);
  world.Run(2min, 0.8);
  EXPECT_EQ(world.Running(), 10);
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kScheduled));
  world.Run(18min, 0.8);
  EXPECT_EQ(world.Running(), 2);
}

TEST(Rules, AScheduleBeginsWhenItShouldHoweverSeldomTheLooks) {
  auto spec = World::Enabled(1, 10);
  spec.interval = 1h;
  const auto begin = std::chrono::ceil<std::chrono::days>(World(spec).now) + 8h;
  spec.schedules = {{.start = "0 8 * * *", .end = "0 18 * * *", .exactly = 5}};
  World world(spec, 1);
  world.now = begin - 7min;
  world.Run(6min, 0.3);
  ASSERT_EQ(world.Running(), 1);
  world.Run(1min + 5s, 0.3);
  EXPECT_EQ(world.Running(), 5);
}

TEST(Rules, AScheduleGoesByTheDateThoughSomebodyHasSetIt) {
  auto spec = World::Enabled(1, 10);
  spec.schedules = {{.start = "0 8 * * *", .end = "0 18 * * *", .exactly = 5}};
  World world(spec, 1);
  const auto midnight = std::chrono::floor<std::chrono::days>(world.now);
  world.SetDateAhead(midnight + 24h + 9h - world.now);  // it is nine o'clock
  world.Run(1min, 0.3);
  EXPECT_EQ(world.Running(), 5);
  const auto limits = world.View().decision->verdict.constraints;
  const auto scheduled =
      std::find_if(limits.begin(), limits.end(), [](const Constraint& c) { return c.reason == Reason::kScheduled; });
  ASSERT_NE(scheduled, limits.end());
  EXPECT_NEAR(Seconds(*scheduled->until - world.now), 9 * 3600 - 60, 1) << "on the clock of everything else";
  world.SetDateAhead(midnight + 24h + 19h - world.now);
  world.Run(6min, 0.3);
  EXPECT_EQ(world.Running(), 1);
}

TEST(Rules, ThresholdStepsUpAndDown) {
  auto spec = World::Enabled(2, 10);
  spec.strategy = Strategy::kThreshold;
  World world(spec, 2);
  world.Run(10s, 1.95);
  EXPECT_EQ(world.Running(), 4);
  world.Run(6min, 0.1);
  EXPECT_LT(world.Running(), 4);
  EXPECT_EQ(world.View().decision->recommendation.strategy, "threshold");
}

struct OverrideCase {
  const char* name;
  Command command;
  double load;
  int running;
};
class OverrideTest : public testing::TestWithParam<OverrideCase> {};
TEST_P(OverrideTest, HoldsForItsTimeAndEnds) {
  World world(World::Enabled(1, 10), 4);
  world.Run(10s, 2.4);
  ASSERT_EQ(world.Running(), 4);
  ASSERT_TRUE(world.Say(GetParam().command));
  world.Run(30min, GetParam().load);
  EXPECT_EQ(world.Running(), GetParam().running);
  world.Run(2h, 2.4);
  EXPECT_EQ(world.Running(), 4);
}
INSTANTIATE_TEST_SUITE_P(
    Cases, OverrideTest,
    testing::Values(OverrideCase{"at_least", {.what = ScaleTo{6, OverrideKind::kAtLeast, 1h}}, 0.1, 6},
                    OverrideCase{"at_most", {.what = ScaleTo{5, OverrideKind::kAtMost, 1h}}, 6.0, 5},
                    OverrideCase{"no_way_down", {.what = PauseScaling{OverrideKind::kPausedDown, 1h}}, 0.1, 4},
                    OverrideCase{"no_way_up", {.what = PauseScaling{OverrideKind::kPausedUp, 1h}}, 6.0, 4},
                    OverrideCase{"up_is_free", {.what = PauseScaling{OverrideKind::kPausedDown, 1h}}, 3.6, 6},
                    OverrideCase{"conservative", {.what = LeanScaling{OverrideKind::kConservative, 1h}}, 0.1, 4},
                    OverrideCase{"aggressive", {.what = LeanScaling{OverrideKind::kAggressive, 1h}}, 2.4, 5}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Rules, AllServicesTogetherKeepTheFleetsLimit) {
  auto spec = World::Enabled(1, 10);
  spec.fleet.max_replicas = 5;
  World world(spec, 2);
  world.Run(1min, 6.0);
  EXPECT_EQ(world.Running(), 5);
  EXPECT_EQ(world.View().decision->verdict.because, Reason::kFleetLimit);
  spec.fleet = {.max_cpus = 3.0};  // half a core each
  world.Configure(spec);
  world.Run(1min, 6.0);
  EXPECT_EQ(world.Running(), 6);
  spec.fleet = {.max_memory_bytes = std::int64_t{64 << 20} * 3};
  world.Configure(spec);
  world.Run(1min, 6.0);
  EXPECT_EQ(world.Running(), 6) << "what runs already is no reason to take something away";
}

}  // namespace
}  // namespace docktor::pilot
