#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "forecast/burst_growth.h"
#include "forecast/forecaster.h"
#include "forecast/line.h"

namespace docktor::forecast {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::Ge;

/// `count` replicas that share `demand`, and get 1000 bytes a second for each busy one.
Observation Load(double demand, int count, Duration youngest = 1h, double bytes = 1000) {
  Observation seen;
  const double share = std::min(1.0, 0.02 + 0.98 * demand / count);
  for (int i = 0; i < count; ++i)
    seen.ready.push_back({.cpu = share, .received = bytes * demand / count, .age = i == 0 ? youngest : 2h});
  return seen;
}

TEST(StartTime, RisesAtOnceAndFallsSlowly) {
  StartTime start;
  EXPECT_EQ(start.Learned(), 12s) << "nothing seen yet";
  start.Took(5s);
  EXPECT_EQ(start.Learned(), 5s);
  start.Took(40s);
  EXPECT_EQ(start.Learned(), 40s);
  start.Took(5s);
  EXPECT_GT(start.Learned(), 35s);
  for (int i = 0; i < 100; ++i) start.Took(5s);
  EXPECT_LT(start.Learned(), 6s);
}

TEST(DemandMeter, CountsBusyReplicasByTheirCpu) {
  DemandMeter meter;
  EXPECT_NEAR(meter.Measure(Load(0, 4), 12s), 0, 1e-9) << "idle ones burn a little";
  EXPECT_NEAR(meter.Measure(Load(2.5, 4), 12s), 2.5, 1e-9);
  EXPECT_NEAR(meter.Measure({}, 12s), 2.5, 1e-9) << "none is ready: what it was";
}

TEST(DemandMeter, PinnedReplicasAreJudgedByTheirBytes) {
  DemandMeter meter;
  EXPECT_NEAR(meter.Measure(Load(8, 4), 12s), 4 * 1.15, 1e-9) << "nothing learned: somewhat more than can be seen";
  for (int i = 0; i < 40; ++i) meter.Measure(Load(2, 4), 12s);
  EXPECT_NEAR(meter.Measure(Load(8, 4), 12s), 8, 0.01);
  EXPECT_NEAR(meter.Measure(Load(8, 4, 1h, 0), 12s), 4 * 1.15, 1e-9) << "where bytes are not told";
}

TEST(DemandMeter, WhatWarmingUpBurnsIsNoLoad) {
  DemandMeter meter;
  for (int i = 0; i < 40; ++i) meter.Measure(Load(2, 4), 12s);
  auto seen = Load(2, 5, 10s);
  seen.ready[0].cpu = 0.9;
  EXPECT_NEAR(meter.Measure(seen, 12s), 2, 0.01);
}

TEST(DemandMeter, ASlowerReleaseMakesBytesDearer) {
  DemandMeter meter;
  for (int i = 0; i < 800; ++i) meter.Measure(Load(2, 4), 12s);
  EXPECT_NEAR(meter.CostRatio(), 1, 1e-6);
  for (int i = 0; i < 3000; ++i) meter.Measure(Load(2, 4, 1h, 750), 12s);
  EXPECT_NEAR(meter.CostRatio(), 0.75, 0.01);
}

TEST(DemandMeter, OfReplicasThatWarmUpCpuTellsNoMoreThanOfTheOthers) {
  const auto replica = [](double cpu, Duration age) { return ReplicaWork{.cpu = cpu, .age = age}; };
  const Duration start = 10s;
  EXPECT_NEAR(*DemandByCpu({replica(0.5, 1h), replica(0.5, 1h)}, start), 1, 0.03);
  EXPECT_NEAR(*DemandByCpu({replica(0.5, 1h), replica(0.9, 20s)}, start), 1, 0.03) << "it burns what nobody asked for";
  EXPECT_NEAR(*DemandByCpu({replica(0.5, 1h), replica(0.1, 20s)}, start), 0.6, 0.03) << "it has hardly begun";
  EXPECT_FALSE(DemandByCpu({replica(0.9, 20s)}, start));
  EXPECT_FALSE(DemandByCpu({}, start));
  EXPECT_NEAR(*DemandByCpu(std::vector<ReplicaWork>(20, replica(0.02, 1h)), start), 0, 1e-9)
      << "idle ones are not busy";
}

TEST(DemandMeter, RequestsTellMoreThanBytesWhereTheyAreCounted) {
  DemandMeter meter;
  const auto load = [](double demand, double bytes) {
    auto seen = Load(demand, 4, 1h, bytes);
    seen.requests = 50 * demand;
    return seen;
  };
  for (int i = 0; i < 40; ++i) meter.Measure(load(2, 1000), 12s);
  EXPECT_NEAR(meter.Measure(load(8, 2000), 12s), 8, 0.01) << "the bytes of a request have doubled meanwhile";
  EXPECT_NEAR(meter.Measure(Load(8, 4), 12s), 8, 0.01) << "the source is silent: the bytes are known as well";
}

constexpr LatencySignal kP95{0.95}, kMean{};

TEST(ServiceTime, IsTheSameHoweverBusyReplicasAre) {
  for (const auto& [signal, times] : {std::pair(kP95, 2.996), std::pair(kMean, 1.0)}) {
    ServiceTime time;
    for (int i = 0; i < 30; ++i) {
      const double utilization = 0.35 + 0.015 * i;
      time.See({times * 0.02 / (1 - utilization), signal}, utilization);
    }
    ASSERT_TRUE(time.Learned());
    EXPECT_NEAR(*time.Learned(), 0.02, 0.0001);
  }
}

TEST(ServiceTime, IdleReplicasShowThatItHasBecomeShorter) {
  ServiceTime time;
  for (int i = 0; i < 50; ++i) time.See({1.0, kMean}, 0.5);
  for (int i = 0; i < 2000; ++i) time.See({2.0, kMean}, 0.1);
  EXPECT_NEAR(*time.Learned(), 0.5, 0.01) << "that it is longer they do not show";
  for (int i = 0; i < 2000; ++i) time.See({0.02, kMean}, 0.1);
  EXPECT_NEAR(*time.Learned(), 0.018, 0.001);
}

TEST(ServiceTime, NothingIsLearnedOfIdleOrOverloadedReplicasNorOfTooFew) {
  ServiceTime time;
  for (int i = 0; i < 100; ++i) {
    time.See({0.5, kMean}, 0.1);
    time.See({5, kMean}, 0.97);
    time.See({0, kMean}, 0.5);
  }
  EXPECT_FALSE(time.Learned());
  for (int i = 0; i < 23; ++i) time.See({0.1, kMean}, 0.5);
  EXPECT_FALSE(time.Learned());
  time.See({0.1, kMean}, 0.5);
  EXPECT_TRUE(time.Learned());
}

/// Shares of the scheduler's periods in which a queue (M/D/1, Poisson arrivals, `service` seconds each) has more work
/// than one of them holds, of those in which it has any; and how busy it was.
std::pair<double, double> HeldBack(double service, double utilization, std::mt19937& random) {
  constexpr double kPeriod = 0.1;
  constexpr int kPeriods = 20000;
  std::poisson_distribution<int> arrivals(utilization * kPeriod / service);
  double waiting = 0;
  int held = 0, active = 0;
  for (int i = 0; i < kPeriods; ++i) {
    waiting += service * arrivals(random);
    active += waiting > 0;
    held += waiting > kPeriod;
    waiting = std::max(0.0, waiting - kPeriod);
  }
  return {static_cast<double>(held) / active, utilization};
}

TEST(ServiceTime, HowOftenReplicasAreHeldBackTellsCoarseWorkFromFine) {
  std::mt19937 random(7);
  const auto learned = [&](double service, double utilization) {
    ServiceTime time;
    const auto [share, busy] = HeldBack(service, utilization, random);
    for (int i = 0; i < 30; ++i) time.SeeThrottled(share, busy);
    return time.Learned().value_or(0);
  };
  for (const double utilization : {0.5, 0.65, 0.8}) {
    const double fine = learned(0.005, utilization), middle = learned(0.03, utilization),
                 coarse = learned(0.08, utilization);
    EXPECT_LT(1.3 * fine, middle) << utilization;
    EXPECT_LT(1.3 * middle, coarse) << utilization;
    EXPECT_NEAR(middle, 0.03, 0.006);
    EXPECT_NEAR(coarse, 0.06, 0.01) << "requests that are all alike queue less than uneven ones";
  }
}

TEST(ServiceTime, NeverBeingHeldBackIsNoEvidenceOfAQueueAndShowsAtMostThatItIsShort) {
  ServiceTime time;
  for (int i = 0; i < 100; ++i) time.SeeThrottled(0, 0.5);
  EXPECT_FALSE(time.Learned());
  for (int i = 0; i < 100; ++i) time.SeeThrottled(0.5, 0.5);
  const double before = time.Learned().value_or(0);
  for (int i = 0; i < 1000; ++i) time.SeeThrottled(0, 0.5);
  EXPECT_LT(time.Learned().value_or(1), before) << "a release made it quicker";
}

TEST(ServiceTime, ReplicasThatAreFullOrIdleTellNothingByBeingHeldBack) {
  ServiceTime time;
  for (int i = 0; i < 100; ++i) time.SeeThrottled(1, 0.97), time.SeeThrottled(0, 0.1), time.SeeThrottled(NAN, 0.5);
  EXPECT_FALSE(time.Learned());
}

TEST(Forecaster, WhatItLearnedOutlivesIt) {
  Forecaster first;
  first.Started(40s);
  for (int i = 0; i < 900; ++i) {
    auto seen = Load(i / 12 % 2 == 0 ? 2 : 4, 6);
    seen.latency = SeenLatency{0.1, kP95};
    for (auto& replica : seen.ready) replica.throttled = 0.4;
    first.Take(seen);
  }
  Lessons lessons;
  first.Teach(lessons);
  Forecaster second;
  second.Recall(lessons);
  EXPECT_EQ(second.Latest().ratios, first.Latest().ratios);
  second.Take(Load(2, 6));
  EXPECT_EQ(second.Latest().horizon, 45s);
  EXPECT_EQ(second.Latest().service_seconds, first.Latest().service_seconds);
  ASSERT_TRUE(first.Latest().throttled_seconds);
  EXPECT_EQ(second.Latest().throttled_seconds, first.Latest().throttled_seconds);
  Lessons again;
  second.Teach(again);
  EXPECT_EQ(again.bytes.first, lessons.bytes.first);
  EXPECT_EQ(again.forecast.long_run, lessons.forecast.long_run);
}

TEST(Forecaster, LessonsThatCannotBeAreNotTaken) {
  const double nan = std::nan("");
  Lessons broken{.start_time = -5s,
                 .service_time = {100, 900},
                 .requests = {5, nan, 1, 1},
                 .bytes = {5, -1, 1, 1},
                 .forecast = {{1, 2}, {nan}, {}}};
  Forecaster forecaster;
  forecaster.Recall(broken);
  for (int i = 0; i < 50; ++i) forecaster.Take(Load(2, 4));
  EXPECT_NEAR(forecaster.Latest().expected, 2, 0.01);
  EXPECT_FALSE(forecaster.Latest().service_seconds);
  EXPECT_EQ(forecaster.Latest().experts.size(), 5u);
}

TEST(Forecaster, AForecastIsJudgedWhenItsTimeHasComeThoughStartsHaveBecomeShorter) {
  Forecaster forecaster;
  forecaster.Started(30min);
  for (int i = 0; i < 100; ++i) forecaster.Take(Load(2, 4));
  for (int i = 0; i < 60; ++i) forecaster.Started(5s);
  for (int i = 0; i < 100; ++i) forecaster.Take(Load(2, 4));
  Lessons lessons;
  forecaster.Teach(lessons);
  EXPECT_GE(lessons.forecast.short_run.size(), 40u);
}

TEST(Levels, ABurstIsToldAtOnceAndNoiseIsNot) {
  Levels levels;
  for (int i = 0; i < 200; ++i) EXPECT_FALSE(levels.Take(i % 2 == 0 ? 4.2 : 3.8)) << i;
  const auto before = levels.Take(8);
  ASSERT_TRUE(before);
  EXPECT_NEAR(*before, 4, 0.2);
  EXPECT_NEAR(levels.fast(), 8, 0.01) << "the level moves with it";
}

TEST(Levels, ALevelThatHasMovedIsNotAveragedAway) {
  Levels levels;
  for (int i = 0; i < 200; ++i) levels.Take(4 + 0.1 * (i % 3));
  levels.Take(5.1);
  levels.Take(5.4);
  EXPECT_NEAR(levels.fast(), 5.25, 0.01);
}

/// Bursts from 2 to 4 at first, which end at `most`.
double GrowthLearnedFrom(int bursts, double most, bool pinned = false) {
  BurstGrowth growth;
  for (int burst = 0; burst < bursts; ++burst) {
    growth.Begin(2, 4, false);
    for (int beat = 0; beat < 12; ++beat) growth.Take(beat == 5 ? most : 3, pinned);
  }
  return growth.Learned();
}

TEST(BurstGrowth, IsAGuessAtFirstAndThenWhatBurstsHaveDone) {
  EXPECT_EQ(GrowthLearnedFrom(0, 0), 3);
  EXPECT_NEAR(GrowthLearnedFrom(30, 4), 0, 0.05) << "they go no further than their first step";
  EXPECT_NEAR(GrowthLearnedFrom(30, 6), 1, 0.05) << "as far again";
  EXPECT_NEAR(GrowthLearnedFrom(1, 4), 2.4, 1e-9) << "one burst is not all of them";
  EXPECT_LE(GrowthLearnedFrom(30, 1000), 6);
  EXPECT_EQ(GrowthLearnedFrom(30, 4, true), 3) << "full replicas hide how far it went";
  EXPECT_GT(GrowthLearnedFrom(30, 14, true), 4) << "but not that it went so far";
}

TEST(BurstGrowth, WhatCannotBeIsNotRecalled) {
  BurstGrowth growth;
  for (const double wrong : {-1.0, 99.0, std::nan("")}) growth.Recall({5, wrong});
  growth.Recall({0, 1});
  EXPECT_EQ(growth.Learned(), 3);
  growth.Recall({4, 1.5});
  EXPECT_EQ(growth.Learned(), 1.5);
  EXPECT_EQ(growth.Lesson(), (BurstLesson{4, 1.5}));
}

TEST(LineThrough, FindsTheSlopeOfTheNewest) {
  EXPECT_FALSE(LineThrough({1, 2, 3}, 10));
  const auto line = LineThrough({100, 50, 1, 2, 3, 4}, 4);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 1, 1e-9);
  EXPECT_NEAR(line->At(2), 6, 1e-9);
}

double WeightOfAll(const Forecast& forecast) {
  double sum = 0;
  for (const auto& expert : forecast.experts) sum += expert.weight;
  return sum;
}

TEST(Forecaster, ASteadyLoadIsExpectedToGoOn) {
  Forecaster forecaster;
  for (int i = 0; i < 200; ++i) forecaster.Take(Load(3, 5));
  const auto& forecast = forecaster.Latest();
  EXPECT_NEAR(forecast.demand, 3, 1e-6);
  EXPECT_NEAR(forecast.expected, 3, 1e-3);
  EXPECT_THAT(forecast.ratios, testing::SizeIs(20));
  EXPECT_THAT(forecast.ratios, Each(DoubleNear(1, 0.01)));
  EXPECT_EQ(forecast.burst, 0);
  EXPECT_NEAR(WeightOfAll(forecast), 1, 1e-9);
}

TEST(Forecaster, ARampIsSeenAheadByTheTimeThatAStartTakes) {
  Forecaster forecaster;
  forecaster.Started(55s);
  double demand = 2;
  for (int i = 0; i < 400; ++i) forecaster.Take(Load(demand += 0.01, 10));
  const auto& forecast = forecaster.Latest();
  EXPECT_EQ(forecast.horizon, 60s);
  EXPECT_NEAR(forecast.expected, demand + 12 * 0.01, 0.06);
  const auto best = std::max_element(forecast.experts.begin(), forecast.experts.end(),
                                     [](const auto& a, const auto& b) { return a.weight < b.weight; });
  EXPECT_THAT(best->name, testing::HasSubstr("line"));
}

TEST(Forecaster, WhatItMissedWidensItsSpread) {
  Forecaster calm, wild;
  for (int i = 0; i < 600; ++i) {
    calm.Take(Load(4, 8));
    wild.Take(Load(i / 12 % 2 == 0 ? 2 : 6, 8));
  }
  const auto spread = [](const Forecaster& f) { return f.Latest().ratios.back() - f.Latest().ratios.front(); };
  EXPECT_GT(spread(wild), spread(calm) + 0.5);
  EXPECT_THAT(wild.Latest().ratios, Each(Ge(0)));
}

TEST(Forecaster, NothingAtAllIsNoTrouble) {
  Forecaster forecaster;
  for (int i = 0; i < 50; ++i) forecaster.Take({});
  for (int i = 0; i < 50; ++i) forecaster.Take(Load(0, 3));
  EXPECT_GE(forecaster.Latest().expected, 0);
  EXPECT_LT(forecaster.Latest().expected, 1);
  EXPECT_TRUE(std::isfinite(forecaster.Latest().expected));
}

}  // namespace
}  // namespace docktor::forecast
