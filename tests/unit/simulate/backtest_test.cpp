#include "simulate/backtest.h"

#include <cmath>

#include <gtest/gtest.h>

namespace docktor::simulate {
namespace {

const Instant kBegin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

std::vector<LoadPoint> Points(Duration length, double (*demand)(double seconds)) {
  std::vector<LoadPoint> points;
  for (Duration at{0}; at < length; at += 10s) points.push_back({kBegin + at, demand(Seconds(at)), 6});
  return points;
}

double Wave(double s) { return 3 - 2 * std::cos(2 * M_PI * s / 7200); }

Spec Target(double cpu) {
  Spec spec;
  spec.key = {"shop", "web"};
  spec.enabled = true;
  spec.strategy = Strategy::kTarget;
  spec.target.cpu = cpu;
  spec.max = 20;
  return spec;
}

TEST(RecordedLoad, ShortGapsGoOnAsBeforeAndLongOnesAreLeftOut) {
  const std::vector<LoadPoint> points{{kBegin, 1, 2}, {kBegin + 30s, 3, 2}, {kBegin + 1h, 5, 2}};
  const auto load = WithoutGaps(points, 10s);
  ASSERT_EQ(load.points.size(), 5u);
  EXPECT_EQ(load.points[2].demand, 1);
  EXPECT_EQ(load.points[2].at, kBegin + 20s);
  EXPECT_EQ(load.points[3].demand, 3);
  EXPECT_EQ(load.missing, 1h - 40s);
}

TEST(AsRecorded, AddsUpWhatRan) {
  auto points = Points(1h, [](double) { return 3.0; });
  for (std::size_t i = 0; i < 60; ++i) points[i].running = 3;
  const auto replay = AsRecorded(WithoutGaps(points, 10s), 0.6);
  EXPECT_NEAR(replay.replica_hours, 3 * 10.0 / 60 + 6 * 50.0 / 60, 1e-6);
  EXPECT_NEAR(replay.minutes_over, 10, 1e-6);
  EXPECT_EQ(replay.changes, 1);
}

TEST(Flown, AHigherTargetTakesFewerReplicasAndIsLongerOverTheGoal) {
  const auto load = WithoutGaps(Points(6h, Wave), 10s);
  const auto low = Flown(load, {Target(0.5), 0.6}), high = Flown(load, {Target(0.8), 0.6});
  EXPECT_EQ(low.counts.size(), load.points.size());
  EXPECT_LT(high.replica_hours, 0.75 * low.replica_hours);
  EXPECT_GT(high.minutes_over, low.minutes_over);
  EXPECT_GT(low.changes, 0);
}

TEST(Flown, SchedulesHoldByTheDateOfTheRecord) {
  auto spec = Target(0.6);
  spec.schedules.push_back({.start = "0 1 * * *", .end = "0 2 * * *", .zone = "UTC", .min = 9});
  const auto load = WithoutGaps(Points(3h, [](double) { return 1.0; }), 10s);
  const auto counts = Flown(load, {spec, 0.6}).counts;
  EXPECT_LT(counts[300], 5);
  EXPECT_GE(counts[360 + 180], 9);
}

TEST(Flown, MinutesAreAsGoodAsTensOfSeconds) {
  std::vector<LoadPoint> points;
  for (Duration at{0}; at < 3h; at += 1min) points.push_back({kBegin + at, Wave(Seconds(at)), 6});
  const auto replay = Flown(WithoutGaps(points, 1min), {Target(0.6), 0.6});
  EXPECT_EQ(replay.counts.size(), points.size());
  EXPECT_GT(replay.replica_hours, 3 * 3 / 0.7);
}

TEST(Flown, ReplicaHoursAreThoseOfTheCounts) {
  const auto load = WithoutGaps(Points(6h, Wave), 10s);
  const auto replay = Flown(load, {Target(0.6), 0.6});
  double hours = 0;
  for (const int count : replay.counts) hours += count * 10.0 / 3600;
  EXPECT_NEAR(replay.replica_hours, hours, 0.01 * hours) << "what a stop takes is not among them";
}

TEST(Flown, IdleReplicasAreNoLoad) {
  std::vector<LoadPoint> points;
  for (Duration at{0}; at < 2h; at += 10s) points.push_back({kBegin + at, 0.02 * 15, 15});
  const auto replay = Flown(WithoutGaps(points, 10s), {Target(0.1), 0.1});
  EXPECT_EQ(replay.counts.back(), 1) << "fifteen that nobody asks anything of";
}

TEST(Flown, EachOrderIsToldWithItsReason) {
  const auto load = WithoutGaps(Points(6h, Wave), 10s);
  const auto replay = Flown(load, {Target(0.6), 0.6});
  ASSERT_EQ(static_cast<int>(replay.orders.size()), replay.changes);
  for (const auto& order : replay.orders) {
    ASSERT_LT(order.point, replay.counts.size());
    EXPECT_NE(order.sentence.find("web "), std::string::npos) << order.sentence;
    EXPECT_NE(order.sentence.find(": "), std::string::npos) << order.sentence;
  }
  EXPECT_EQ(replay.counts[replay.orders.front().point], replay.orders.front().to);
}

TEST(Flown, SlowStartsMakeItBusierForLonger) {
  const auto load = WithoutGaps(Points(6h, Wave), 10s);
  const auto quick = Flown(load, {.spec = Target(0.6), .goal = 0.8, .start_time = 5s});
  const auto slow = Flown(load, {.spec = Target(0.6), .goal = 0.8, .start_time = 4min});
  EXPECT_GT(slow.minutes_over, quick.minutes_over + 2);
}

TEST(Flown, NothingRecordedIsNothing) { EXPECT_EQ(Flown({.step = 10s}, {Target(0.6), 0.6}).replica_hours, 0); }

}  // namespace
}  // namespace docktor::simulate
