#include "simulate/score.h"

#include <gtest/gtest.h>

namespace docktor::simulate {
namespace {

const Instant kBegin{1'800'000'000s};

TEST(Score, CostsReplicasAndSlowRequestsForTheWorkThatWasDone) {
  ScoreKeeper keeper({}, 50, 5s);
  for (int i = 0; i < 720; ++i) keeper.Note({.arrived = 250, .served = 250, .violated = 2.5}, 2, 50);
  const auto score = keeper.Result();
  EXPECT_DOUBLE_EQ(score.hours, 1);
  EXPECT_DOUBLE_EQ(score.replica_hours, 2);
  EXPECT_DOUBLE_EQ(score.ideal_hours, 1);
  EXPECT_DOUBLE_EQ(score.violated, 0.01);
  EXPECT_DOUBLE_EQ(score.cost, 2 + 0.5) << "1 % of slow requests is half of the work";
}

TEST(Score, AFlapTakesBackAChangeOfTheLastTenMinutes) {
  ScoreKeeper keeper({}, 50, 5s);
  for (int i = 0; i < 17'280; ++i) keeper.Note({.arrived = 10, .served = 10}, 1, 50);
  keeper.Changed(+2, kBegin);
  keeper.Changed(+1, kBegin + 1min);
  keeper.Changed(-1, kBegin + 9min);   // takes back
  keeper.Changed(-1, kBegin + 10min);  // goes on
  keeper.Changed(+1, kBegin + 21min);  // long after
  const auto score = keeper.Result();
  EXPECT_EQ(score.changes, 5);
  EXPECT_DOUBLE_EQ(score.flaps_per_day, 1);
}

TEST(Score, BadTimesAreTold) {
  ScoreKeeper keeper({}, 50, 5s);
  for (int i = 0; i < 100; ++i) {
    const bool bad = i == 10 || (i >= 50 && i < 54);
    keeper.Note({.arrived = 100, .served = 100, .violated = bad ? 10.0 : 1.0}, 1, 50);
  }
  EXPECT_DOUBLE_EQ(keeper.Result().recovery_p95, 5);
  EXPECT_NEAR(keeper.Result().bad_minutes_per_day, 25.0 / 60 / (500.0 / 86'400), 1e-9);
}

TEST(Score, OfNothingIsNothing) {
  const auto score = ScoreKeeper({}, 50, 5s).Result();
  EXPECT_EQ(score.cost, 0);
  EXPECT_EQ(score.violated, 0);
}

}  // namespace
}  // namespace docktor::simulate
