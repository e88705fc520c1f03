#include "observe/rates.h"

#include <gtest/gtest.h>

#include "observe/beat.h"

namespace docktor::observe {
namespace {

constexpr Instant kNow{1'764'000'000'000ms};
const ContainerId kId{"c1"};

Sample At(std::chrono::nanoseconds time, Counters counters) {
  return {std::chrono::steady_clock::time_point(time), counters};
}

TEST(MakeReading, DividesByTheTimeThatPassed) {
  const auto reading =
      MakeReading(kId, At(10s, {1'000'000'000, 100, 10, 5}), At(12s, {1'500'000'000, 120, 15, 4'096}), kNow).value();
  EXPECT_EQ(reading.replica, kId);
  EXPECT_EQ(reading.at, kNow);
  EXPECT_EQ(reading.over, 2s);
  EXPECT_DOUBLE_EQ(reading.cpu_cores, 0.25);
  EXPECT_DOUBLE_EQ(reading.throttled_ratio, 0.25);
  EXPECT_EQ(reading.memory_bytes, 4'096);
}

TEST(MakeReading, AnIdleReplicaIsAtZero) {
  const auto reading = MakeReading(kId, At(0s, {7, 3, 3, 1}), At(1s, {7, 3, 3, 1}), kNow).value();
  EXPECT_EQ(reading.cpu_cores, 0);
  EXPECT_EQ(reading.throttled_ratio, 0);
}

TEST(MakeReading, MoreThrottledThanPeriodsIsAll) {
  EXPECT_EQ(MakeReading(kId, At(0s, {0, 0, 0, 0}), At(1s, {0, 2, 9, 0}), kNow).value().throttled_ratio, 1);
}

struct NoReadingCase {
  const char* name;
  Sample before, after;
};
class NoReadingTest : public testing::TestWithParam<NoReadingCase> {};
TEST_P(NoReadingTest, IsMissingNotZero) { EXPECT_FALSE(MakeReading(kId, GetParam().before, GetParam().after, kNow)); }
INSTANTIATE_TEST_SUITE_P(Rates, NoReadingTest,
                         testing::Values(NoReadingCase{"cpu_went_back", At(0s, {2, 0, 0, 0}), At(1s, {1, 0, 0, 0})},
                                         NoReadingCase{"periods_went_back", At(0s, {1, 2, 0, 0}), At(1s, {1, 1, 0, 0})},
                                         NoReadingCase{"throttled_went_back", At(0s, {1, 2, 2, 0}),
                                                       At(1s, {1, 2, 1, 0})},
                                         NoReadingCase{"same_time", At(1s, {1, 0, 0, 0}), At(1s, {2, 0, 0, 0})},
                                         NoReadingCase{"too_short", At(1s, {1, 0, 0, 0}), At(1s + 999us, {2, 0, 0, 0})},
                                         NoReadingCase{"wrong_order", At(2s, {1, 0, 0, 0}), At(1s, {2, 0, 0, 0})},
                                         NoReadingCase{"gap", At(1s, {1, 0, 0, 0}), At(6s + 1ms, {2, 0, 0, 0})}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(MakeReading, AGapOfFiveSecondsIsStillOne) {
  EXPECT_TRUE(MakeReading(kId, At(1s, {1, 0, 0, 0}), At(6s, {2, 0, 0, 0}), kNow));
}

Sample IoAt(std::chrono::nanoseconds time, std::optional<IoCounters> io) {
  return {std::chrono::steady_clock::time_point(time), {}, io};
}

TEST(AddIo, DividesByTheTimeThatPassed) {
  Reading reading;
  AddIo(reading, IoAt(10s, IoCounters{1'000, 2'000, 0, 50, 7, 1'000'000}),
        IoAt(15s, IoCounters{6'000, 2'000, 4'096, 51, 9, 3'500'000}));
  EXPECT_EQ(reading.network_rx_bytes, 1'000.0);
  EXPECT_EQ(reading.network_tx_bytes, 0.0);
  EXPECT_EQ(reading.block_read_bytes, 4'096.0 / 5);
  EXPECT_EQ(reading.block_written_bytes, 0.2);
  EXPECT_EQ(reading.pids, 9);
  EXPECT_EQ(reading.cpu_pressure, 0.5);
}

TEST(AddIo, MoreWaitingThanTimeIsAll) {
  Reading reading;
  AddIo(reading, IoAt(0s, IoCounters{.cpu_pressure_us = 0}), IoAt(1s, IoCounters{.cpu_pressure_us = 1'000'900}));
  EXPECT_EQ(reading.cpu_pressure, 1.0);
}

struct CounterCase {
  const char* name;
  std::optional<std::int64_t> IoCounters::*counter;
  std::optional<double> Reading::*figure;
};
const std::vector<CounterCase> kCounters{{"rx", &IoCounters::rx_bytes, &Reading::network_rx_bytes},
                                         {"tx", &IoCounters::tx_bytes, &Reading::network_tx_bytes},
                                         {"read", &IoCounters::read_bytes, &Reading::block_read_bytes},
                                         {"written", &IoCounters::written_bytes, &Reading::block_written_bytes},
                                         {"pressure", &IoCounters::cpu_pressure_us, &Reading::cpu_pressure}};
struct NoFigureCase {
  const char* name;
  std::optional<std::int64_t> before, after;
  std::chrono::nanoseconds apart;
};
TEST(AddIo, WhatCannotBeComparedIsMissingAndTheRestStays) {
  for (const auto& counter : kCounters)
    for (const auto& row : {NoFigureCase{"restarted", 500, 3, 5s}, NoFigureCase{"new", std::nullopt, 3, 5s},
                            NoFigureCase{"gone", 500, std::nullopt, 5s}}) {
      IoCounters before{1, 1, 1, 1, 1, 1}, after{2, 2, 2, 2, 2, 2};
      before.*counter.counter = row.before;
      after.*counter.counter = row.after;
      Reading reading;
      AddIo(reading, IoAt(10s, before), IoAt(10s + row.apart, after));
      for (const auto& other : kCounters)
        EXPECT_EQ((reading.*other.figure).has_value(), &other != &counter)
            << row.name << " " << counter.name << " " << other.name;
    }
}

TEST(AddIo, TimesThatCannotBeComparedMakeNoRate) {
  for (const std::chrono::nanoseconds apart : {0ns, 999'999ns, -5'000'000'000ns, 15'000'000'001ns}) {
    Reading reading;
    AddIo(reading, IoAt(100s, IoCounters{1, 1, 1, 1, 1, 1}), IoAt(100s + apart, IoCounters{2, 2, 2, 2, 2, 2}));
    for (const auto& counter : kCounters) EXPECT_FALSE(reading.*counter.figure) << apart.count() << " " << counter.name;
    EXPECT_EQ(reading.pids, 2) << "that is no rate";
  }
}

TEST(AddIo, ASampleWithoutThemAddsNothing) {
  Reading reading;
  AddIo(reading, IoAt(1s, IoCounters{1, 1, 1, 1, 1, 1}), IoAt(2s, std::nullopt));
  EXPECT_FALSE(reading.network_rx_bytes || reading.pids);
}

struct BeatCase {
  const char* name;
  std::chrono::nanoseconds now, next;
};
class BeatTest : public testing::TestWithParam<BeatCase> {};
TEST_P(BeatTest, KeepsToTheGrid) {
  using Time = std::chrono::steady_clock::time_point;
  EXPECT_EQ(NextBeat(Time(10s + 300ms), 1s, Time(GetParam().now)), Time(GetParam().next));
}
INSTANTIATE_TEST_SUITE_P(Beats, BeatTest,
                         testing::Values(BeatCase{"before_the_first", 9s, 10s + 300ms},
                                         BeatCase{"on_a_beat", 10s + 300ms, 11s + 300ms},
                                         BeatCase{"a_little_late", 10s + 304ms, 11s + 300ms},
                                         BeatCase{"missed_beats_are_left_out", 14s + 900ms, 15s + 300ms}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace docktor::observe
