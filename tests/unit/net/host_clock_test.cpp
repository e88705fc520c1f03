#include "net/host_clock.h"

#include <gtest/gtest.h>

namespace docktor::net {
namespace {

using namespace std::chrono;
using Wall = ClockSteering::Wall;

constexpr Wall kStart{hours{24 * 365 * 50}};

struct Step {
  const char* name;
  seconds wall_moves;  ///< while ten seconds pass
  seconds clock_moves;
};
class SteeringTest : public testing::TestWithParam<Step> {};
TEST_P(SteeringTest, NeitherLeapsNorGoesBack) {
  ClockSteering steering(1000s, kStart);
  EXPECT_EQ(steering.At(1010s, kStart + GetParam().wall_moves), kStart + GetParam().clock_moves);
}
INSTANTIATE_TEST_SUITE_P(Steps, SteeringTest,
                         testing::Values(Step{"agree", 10s, 10s}, Step{"a_day_ahead", 86400s, 11s},
                                         Step{"a_day_back", -86400s, 9s}, Step{"within_reach_ahead", 11s, 11s},
                                         Step{"within_reach_back", 9s, 9s}, Step{"stands_still", 0s, 9s}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ClockSteering, ArrivesAtTheDateAndStays) {
  ClockSteering steering(0s, kStart);
  const auto jump = 60s;  // the date was set a minute ahead
  Wall before = kStart;
  for (seconds steady = 1s; steady <= 700s; ++steady) {
    const auto now = steering.At(steady, kStart + jump + steady);
    EXPECT_GE(now - before, 900ms);
    EXPECT_LE(now - before, 1100ms);
    before = now;
  }
  EXPECT_EQ(before, kStart + jump + 700s);
}

TEST(ClockSteering, AskingOftenGainsNothing) {
  ClockSteering steering(0s, kStart);
  Wall now = kStart;
  for (milliseconds steady = 1ms; steady <= 10s; ++steady) now = steering.At(steady, kStart + 24h);
  EXPECT_EQ(now, kStart + 11s);
}

TEST(ClockSteering, ACounterThatGoesBackStandsStill) {
  ClockSteering steering(100s, kStart);
  EXPECT_EQ(steering.At(90s, kStart + 1h), kStart);
  EXPECT_EQ(steering.At(101s, kStart), kStart + 900ms);
}

TEST(HostClock, StartsAtTheDateAndNeverGoesBack) {
  const HostClock clock;
  const auto date = floor<Duration>(system_clock::now());
  Instant before = clock.Now();
  EXPECT_LT(abs(before - date), 1s);
  for (int i = 0; i < 1000; ++i) {
    const auto now = clock.Now();
    EXPECT_GE(now, before);
    before = now;
  }
}

TEST(HostClock, ItsMarkIsWhereItStands) {
  const auto date = DateMark();
  const HostClock clock;
  const auto mark = clock.Mark();
  EXPECT_EQ(mark.boot, date.boot);
  EXPECT_GE(mark.since_boot, date.since_boot);
  EXPECT_LE(abs(Drift(date, mark)), 1s);
}

TEST(HostClock, TheBootHasAnIdAndATime) {
  const auto mark = DateMark();
  EXPECT_EQ(mark.boot.size(), 36u) << mark.boot;
  EXPECT_GT(mark.since_boot, 0s);
  EXPECT_EQ(DateMark().boot, mark.boot);
}

}  // namespace
}  // namespace docktor::net
