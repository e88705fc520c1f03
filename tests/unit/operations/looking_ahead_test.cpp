#include <cmath>

#include <gmock/gmock.h>

#include "operations/backtest.h"
#include "operations/forecast.h"
#include "unit/operations/awaited.h"

namespace docktor::operations {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// Busy every day from nine to twelve, and known every minute for eight days.
class LookingAheadTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = remember::Store::Open(world.folder.path / "store.duckdb");
    ASSERT_TRUE(store) << store.error().message;
    std::vector<remember::Sample> samples;
    for (auto at = kNow - 8 * 24h; at < kNow; at += 1min) {
      const double cpu = BusyAt(at) ? 0.9 : 0.3;
      samples.push_back({kWeb, at, 4, 4, {{.name = "cpu.utilization", .mean = cpu}}});
    }
    ASSERT_TRUE(store->Add(samples));
    ASSERT_TRUE(store->Condense(kNow));
  }
  static bool BusyAt(Instant at) {
    const auto hour = (at - std::chrono::floor<std::chrono::days>(at)) / 1h;
    return hour >= 9 && hour < 12;
  }
  Result<BacktestOutput> Backtest(json::object input) {
    input.emplace("service", "web");
    return AskAndWait<BacktestOutput>(world, "backtest", input);
  }

  World world;
};

TEST_F(LookingAheadTest, TheForecastKnowsTheMorningAndSaysSo) {
  const auto forecast = AskAndWait<ForecastOutput>(world, "forecast", {{"service", "web"}});
  ASSERT_TRUE(forecast) << forecast.error().message;
  EXPECT_EQ(forecast->running, 2);
  EXPECT_NEAR(forecast->days, 8, 0.1);
  EXPECT_NEAR(forecast->demand.value_or(0), BusyAt(kNow - 1min) ? 3.6 : 1.2, 0.01);
  ASSERT_EQ(forecast->steps.size(), 288u);
  for (const auto& step : forecast->steps) {
    EXPECT_NEAR(step.load.middle, BusyAt(step.load.at) ? 3.6 : 1.2, 0.7) << ToRfc3339(step.load.at);
    EXPECT_LE(step.replicas_low, step.replicas_high);
  }
  ASSERT_EQ(forecast->patterns.size(), 1u);
  EXPECT_THAT(forecast->patterns[0].sentence, HasSubstr("Every day"));
  EXPECT_THAT(forecast->hints, Contains(HasSubstr("will need")));
}

TEST_F(LookingAheadTest, OfAServiceWithoutAPastNothingIsTold) {
  const auto forecast = AskAndWait<ForecastOutput>(world, "forecast", {{"service", "api"}});
  ASSERT_TRUE(forecast) << forecast.error().message;
  EXPECT_THAT(forecast->steps, IsEmpty());
  EXPECT_FALSE(forecast->demand);
  const auto backtest = AskAndWait<BacktestOutput>(world, "backtest", {{"service", "api"}});
  ASSERT_FALSE(backtest);
  EXPECT_THAT(backtest.error().message, HasSubstr("only 0 minutes"));
}

TEST_F(LookingAheadTest, ABacktestSetsChangedSettingsAgainstThePresentOnes) {
  const auto played = Backtest({{"since", "1d"}, {"set", "strategy=target; targets.cpu=90%"}});
  ASSERT_TRUE(played) << played.error().message;
  ASSERT_EQ(played->rows.size(), 3u);
  EXPECT_NEAR(played->rows[0].replica_hours, 4 * 24, 0.5) << "as it was";
  EXPECT_NEAR(played->rows[0].minutes_over, 180, 3);
  EXPECT_LT(played->rows[2].replica_hours, played->rows[1].replica_hours);
  EXPECT_GT(played->differ, 0);
  EXPECT_NE(played->differences.front().present, played->differences.front().changed);
  EXPECT_THAT(played->assumptions, Contains(HasSubstr("could show")));
}

TEST_F(LookingAheadTest, WithNothingSetThereIsNothingToCompare) {
  const auto played = Backtest({{"since", "6h"}});
  ASSERT_TRUE(played) << played.error().message;
  EXPECT_EQ(played->rows.size(), 2u);
  EXPECT_THAT(played->differences, IsEmpty());
}

TEST_F(LookingAheadTest, WhatIsWrongIsToldBeforeAnythingIsPlayed) {
  for (const auto& [set, message] :
       {std::pair("targets.cpo=70%", "no setting 'targets.cpo'"), std::pair("min=5; max=4", "min 5 is above max 4"),
        std::pair("targets.cpu", "is no setting"), std::pair("threshold.cpu_low=90%", "cpu_low is not below"),
        std::pair("slo.target=99%", "makes no difference"), std::pair("max=9000", "plays up to 500")}) {
    const auto played = Backtest({{"set", set}});
    ASSERT_FALSE(played) << set;
    EXPECT_EQ(played.error().code, Errc::kInvalidInput);
    EXPECT_THAT(played.error().message, HasSubstr(message));
  }
  EXPECT_THAT(Backtest({{"since", "soon"}}).error().message, HasSubstr("is no time"));
  EXPECT_THAT(Backtest({{"since", "2035-01-01"}}).error().message, HasSubstr("not in the past"));
  EXPECT_EQ(AskAndWait<ForecastOutput>(world, "forecast", {{"service", "wbe"}}).error().code, Errc::kNotFound);
}

}  // namespace
}  // namespace docktor::operations
