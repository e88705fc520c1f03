#include <gtest/gtest.h>

#include <cmath>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

Spec OfForecast(int min = 1, int max = 20) {
  auto spec = World::Enabled(min, max);
  spec.strategy = Strategy::kAdaptive;
  return spec;
}

Recommendation Latest(const World& world) { return world.View().decision->recommendation; }

/// How long the count stays as it is while the load is this; at most an hour.
Duration StaysFor(World& world, double load) {
  const auto from = world.now;
  for (const int before = world.Running(); world.Running() == before && world.now - from < 1h;) world.Run(5s, load);
  return world.now - from;
}

TEST(AdaptivePilot, EqualsTargetUntilItKnowsEnoughAndSaysSo) {
  World world(OfForecast(), 2);
  world.Run(15s, 1.2);
  const auto view = world.View();
  EXPECT_EQ(view.decision->recommendation.strategy, "target");
  EXPECT_EQ(view.decision->recommendation.evidence["learning"], 1);
  world.Run(1min, 1.2);
  EXPECT_EQ(Latest(world).strategy, "adaptive");
  EXPECT_NEAR(Latest(world).evidence["demand"], 1.2, 0.2);
}

TEST(AdaptivePilot, AnOverloadIsAnsweredWithinSeconds) {
  World world(OfForecast(), 2);
  world.Run(10min, 1.2);
  const auto calm = world.Running();
  world.Run(5s, 6);
  EXPECT_GT(world.Running(), calm);
  world.Run(20s, 6);
  EXPECT_GE(world.Running(), 7);
}

/// Replicas after a burst on a host with so many cores, of which this share is used.
int AfterABurst(int cores, double used) {
  constexpr std::int64_t kMuch = std::int64_t{1} << 40;
  World world(OfForecast(), 2);
  world.host = HostReading{.cores = cores, .memory_bytes = kMuch, .memory_available_bytes = kMuch};
  world.Run(10min, 1.2);
  world.host->cpu_utilization = used;
  world.Run(5s, 6);
  return world.Running();
}

TEST(AdaptivePilot, HowFarABurstMayGrowIsProvidedForOnlyWhereTheHostHasCoresForIt) {
  const int roomy = AfterABurst(64, 0.1), full = AfterABurst(4, 1);
  EXPECT_GT(roomy, full);
  EXPECT_GT(full, 2) << "what is seen is asked for all the same";
}

/// What a replica does in its first half minute, as a JVM does, is no load; nor is what many idle ones do together.
TEST(AdaptivePilot, ReplicasThatWarmUpAreNoBurst) {
  World world(OfForecast(), 4);
  world.traffic = [&world](const Replica&) { return 1e5 / world.Running(); };
  world.Run(10min, 1.8);
  world.burned = [&world](const Replica& r) { return world.now - r.created_at < 30s ? 0.9 : 0.0; };
  world.traffic = [&world](const Replica&) { return 2e5 / world.Running(); };
  world.Run(10s, 3.6);
  const int answered = world.Running();
  world.Run(1min, 3.6);
  EXPECT_LE(world.Running(), answered + 2) << "new replicas ask for no newer ones";
}

TEST(AdaptivePilot, ManyIdleReplicasAreNoBurst) {
  World world(OfForecast(20, 40), 20);
  world.burned = [](const Replica&) { return 0.02; };
  world.Run(30min, 0.1);
  for (const auto& decision : world.decisions) EXPECT_NE(decision.trigger, Trigger::kBurst);
  EXPECT_EQ(world.Running(), 20);
}

TEST(AdaptivePilot, AfterAGapTheLoadIsSeenAnewAndADifferentOneIsNoBurst) {
  World world(OfForecast(), 4);
  world.Run(10min, 1.2);
  world.readings = false;
  world.Run(10min, 1.2);
  world.readings = true;
  world.Run(2min, 2.4);
  EXPECT_FALSE(std::isfinite(Latest(world).evidence["burst"])) << "it may have risen for minutes";
  EXPECT_NEAR(Latest(world).evidence["expected"], 2.4, 0.3);
  EXPECT_LE(world.Running(), 5);
}

/// Settles at a load of three while replicas are held back in so many of their periods, and whether `why` says so.
std::pair<int, bool> HeldBackIn(double share) {
  World world(OfForecast(), 5);
  world.throttled = share;
  world.Run(40min, 3);
  return {world.Running(), std::isfinite(Latest(world).evidence["throttled_time"])};
}

TEST(AdaptivePilot, ReplicasThatAreOftenHeldBackAtTheirLimitAreKeptLessFull) {
  const auto [never, said] = HeldBackIn(0);
  const auto [often, said_too] = HeldBackIn(0.6);
  EXPECT_GT(often, never);
  EXPECT_FALSE(said);
  EXPECT_TRUE(said_too);
}

/// What is foreseen of all of the next hours.
forecast::Outlook Foretold(double demand, Instant now) {
  forecast::Outlook outlook{.accuracy = {{.ahead = 1h, .occasions = 100, .error = 0.1, .error_as_now = 1}}};
  for (auto at = now; at < now + 2h; at += 5min) outlook.points.push_back({at, demand, demand, demand});
  return outlook;
}

TEST(AdaptivePilot, WhatPastWeeksSayCountsWhereStartsAreSlowAndForHalfAnHour) {
  const auto grows = [](Duration start, Duration later) {
    World world(OfForecast(), 2);
    world.start_time = start;
    world.Run(10min, 1.2);
    world.Run(5s, 4);  // so that one is seen starting
    world.Run(3h, 1.2);
    const int before = world.Running();
    world.Foretell(Foretold(9, world.now));
    world.Run(later, 1.2);
    return world.Running() > before;
  };
  EXPECT_TRUE(grows(90s, 1min));
  EXPECT_FALSE(grows(5s, 1min));
}

TEST(AdaptivePilot, ASteadyLoadChangesNothing) {
  World world(OfForecast(), 3);
  world.Run(20min, 2);
  const auto changes = world.decisions.size();
  const auto rest = world.Running();
  world.Run(2h, 2);
  EXPECT_EQ(world.Running(), rest);
  EXPECT_LE(world.decisions.size(), changes + 1);
}

TEST(AdaptivePilot, NeitherADateThatJumpsNorCountersThatBeginAnewMoveTheCount) {
  World world(OfForecast(), 3);
  world.Run(30min, 2);
  const int rest = world.Running();
  for (const auto ahead : {1h, -1h, 24h, 0h}) {
    world.SetDateAhead(ahead);
    world.Run(5min, 2);
    EXPECT_EQ(world.Running(), rest) << ahead.count();
    world.readings = false;  // the first sample after a reset makes no reading
    world.Run(1s, 2);
    world.readings = true;
    world.Run(5min, 2);
    EXPECT_EQ(world.Running(), rest) << ahead.count();
  }
}

TEST(AdaptivePilot, WhatABurstBroughtGoesWithPatience) {
  World world(OfForecast(), 2);
  world.Run(10min, 1.2);
  world.Run(30s, 6);
  ASSERT_GE(world.Running(), 7);
  EXPECT_GE(StaysFor(world, 1.2), 60s);
  world.Run(20min, 1.2);
  EXPECT_LE(world.Running(), 3);
}

/// Behind a proxy that tells how long answers take: each takes an idle replica so many seconds.
Spec WithSlo(Duration latency) {
  auto spec = OfForecast();
  spec.sources = {{.signal = "latency", .interval = 5s}};
  spec.adaptive.slo = Slo{latency};
  return spec;
}
int CountWhere(Duration slow_after, double service_time) {
  World world(WithSlo(slow_after), 5);
  for (int i = 0; i < 360; ++i) {
    const double utilization = std::min(0.95, 3.0 / std::max(1, world.Running()));
    world.Measure("latency", service_time / (1 - utilization));
    world.Run(5s, 3);
  }
  return world.Running();
}

TEST(AdaptivePilot, HowFullAReplicaMayGetIsLearnedFromHowLongAnswersTake) {
  EXPECT_GT(CountWhere(500ms, 0.06), CountWhere(500ms, 0.01)) << "slow requests need more room";
  EXPECT_GT(CountWhere(100ms, 0.01), CountWhere(1s, 0.01)) << "and so do impatient people";
}

TEST(AdaptivePilot, OfSeveralFiguresOfLatencyTheHighestPercentileCounts) {
  auto spec = WithSlo(500ms);
  spec.sources.insert(spec.sources.begin(), {.signal = "latency.p95", .interval = 5s});
  World world(spec, 6);
  for (int i = 0; i < 60; ++i) {
    world.Measure("latency.p95", 3.0 * 0.02 / 0.5);
    world.Measure("latency", 7);
    world.Run(5s, 0.5 * world.Running());
  }
  EXPECT_NEAR(Latest(world).evidence["service_time"], 0.02, 0.004);
}

TEST(AdaptivePilot, WhileNobodyAsksThereIsNoLatencyAndItMayShrinkAllTheSame) {
  World world(WithSlo(500ms), 5);
  for (int i = 0; i < 60; ++i) world.Measure("latency", 0.02), world.Run(5s, 3);
  ASSERT_GE(world.Running(), 4);
  world.Run(1h, 0);
  EXPECT_EQ(world.Running(), 1);
}

TEST(AdaptivePilot, ALatencyThatIsSilentWhileReplicasWorkHoldsThemAll) {
  World world(WithSlo(500ms), 5);
  for (int i = 0; i < 60; ++i) world.Measure("latency", 0.02), world.Run(5s, 3);
  const int before = world.Running();
  for (int i = 0; i < 360; ++i) world.Quiet("latency"), world.Run(10s, 0.8);
  EXPECT_EQ(world.Running(), before) << "much is asked, and nothing answered";
}

TEST(AdaptivePilot, ASourceThatAnswersAgainIsForgivenThoughItHasNothingToTell) {
  World world(WithSlo(500ms), 5);
  for (int i = 0; i < 60; ++i) world.Measure("latency", 0.02), world.Run(5s, 3);
  const int before = world.Running();
  for (int i = 0; i < 60; ++i) world.Measure("latency", std::nullopt), world.Run(10s, 0);
  EXPECT_EQ(world.Running(), before) << "it fails";
  for (int i = 0; i < 60; ++i) world.Quiet("latency"), world.Run(10s, 0);
  EXPECT_EQ(world.Running(), 1);
}

TEST(AdaptivePilot, WhatWasLearnedIsKeptNowAndThenAndAtTheEnd) {
  World first(OfForecast(), 2);
  first.start_time = 20s;
  first.Run(10min, 1.2);
  first.Run(1min, 6);
  first.Run(10min, 1.2);
  ASSERT_GE(first.lessons.size(), 3u) << "each five minutes";
  const auto& learned = first.lessons.back();
  EXPECT_GE(*learned.lessons.start_time, 20s);
  FleetMemory memory;
  memory.services[learned.service].lessons = learned.lessons;
  World second(OfForecast(), 2, memory);
  second.Run(1min, 1.2);
  EXPECT_NEAR(Latest(second).evidence["horizon"], Seconds(*learned.lessons.start_time) + 5, 1.5);
}

TEST(AdaptivePilot, WithoutReadingsNothingGoes) {
  World world(OfForecast(), 2);
  world.Run(10min, 4);
  const int before = world.Running();
  world.readings = false;
  world.Run(30min, 0);
  EXPECT_EQ(world.Running(), before);
  EXPECT_NE(Latest(world).strategy, "adaptive") << "what it knew is too old";
}

TEST(AdaptivePilot, ARateThatSomebodyWroteHolds) {
  auto spec = OfForecast();
  spec.adaptive.behavior.up.policies = {{RateKind::kReplicas, 1, 1min}};
  World world(spec, 2);
  world.Run(10min, 1.2);
  const int before = world.Running();
  world.Run(50s, 8);
  EXPECT_LE(world.Running(), before + 1);
}

TEST(AdaptivePilot, AServiceThatOnlyAQueueDrivesStillSleeps) {
  auto spec = OfForecast(0);
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  spec.sources = {{.signal = "queue.length", .interval = 5s}};
  World world(spec, 3);
  const auto run = [&](Duration length, double jobs) {
    for (const auto end = world.now + length; world.now < end;) {
      world.Measure("queue.length", jobs);
      world.Run(5s, 0.05);
    }
  };
  run(5min, 450);
  EXPECT_EQ(world.Running(), 5);
  run(20min, 0);
  EXPECT_EQ(world.Running(), 0);
  run(15s, 120);
  EXPECT_EQ(world.Running(), 2);
}

}  // namespace
}  // namespace docktor::pilot
