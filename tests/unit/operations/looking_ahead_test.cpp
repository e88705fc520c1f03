#include <cmath>

#include <gmock/gmock.h>

#include "operations/ahead/backtest.h"
#include "operations/ahead/forecast.h"
#include "operations/shared/local_zone.h"
#include "unit/operations/awaited.h"

namespace docktor::operations {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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
  /// Of four replicas, without what they burn while idle.
  static double DemandAt(Instant at) { return (4 * (BusyAt(at) ? 0.9 : 0.3) - 4 * 0.02) / 0.98; }
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
  EXPECT_NEAR(forecast->demand.value_or(0), DemandAt(kNow - 1min), 0.01);
  ASSERT_EQ(forecast->steps.size(), 288u);
  for (const auto& step : forecast->steps) {
    EXPECT_NEAR(step.load.middle, DemandAt(step.load.at), 0.7) << ToRfc3339(step.load.at);
    EXPECT_LE(step.replicas_low, step.replicas_high);
  }
  ASSERT_EQ(forecast->patterns.size(), 1u);
  EXPECT_THAT(forecast->patterns[0].sentence, HasSubstr("Every day"));
  EXPECT_THAT(forecast->hints, Contains(HasSubstr("will need")));
}

/// The store knows days that are busy from nine to twelve, UTC; what runs carries the calm hours.
TEST_F(LookingAheadTest, AHintNamesZoneAndDayAndNothingThatHasBegun) {
  const auto midnight = std::chrono::floor<std::chrono::days>(kNow);
  const auto hint = [&](Duration time) {
    auto shop = Shop();
    shop.services.back().spec.schedules.push_back({.start = "0 1 * * *", .end = "0 2 * * *", .zone = "Asia/Tokyo"});
    world.pilots.Show(shop);
    world.clock.now = midnight + time;
    const auto forecast = AskAndWait<ForecastOutput>(world, "forecast", {{"service", "web"}});
    EXPECT_EQ(forecast->zone, "Asia/Tokyo");
    EXPECT_EQ(forecast->utc_offset, 9h);
    return forecast->hints.empty() ? std::string() : forecast->hints.front();
  };
  EXPECT_EQ(hint(8h + 2min), "will need 6 replicas at 18:00 (Asia/Tokyo); 2 run now");
  EXPECT_EQ(hint(9h + 2min), "will need 6 replicas at 18:05 (Asia/Tokyo); 2 run now");
  EXPECT_EQ(hint(14h + 2min), "will need 6 replicas at 18:00 tomorrow (Asia/Tokyo); 2 run now");
  EXPECT_EQ(hint(16h + 2min), "will need 6 replicas at 18:00 (Asia/Tokyo); 2 run now") << "past midnight there";
}

TEST(ClockTime, NamesTheDayWhereItIsNotToday) {
  const Instant evening{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + 22h};
  EXPECT_EQ(ClockTime(evening + 30min, evening, 0h), "22:30");
  EXPECT_EQ(ClockTime(evening + 3h, evening, 0h), "01:00 tomorrow");
  EXPECT_EQ(ClockTime(evening + 3h, evening, 2h), "03:00") << "it is past midnight there already";
  EXPECT_EQ(ClockTime(evening + 3h, evening, -5h), "20:00");
  EXPECT_EQ(ClockTime(evening - 24h, evening, 0h), "2026-03-01 22:00");
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
  EXPECT_THAT(played->assumptions, Contains(HasSubstr("could show")));
  EXPECT_THAT(played->assumptions, Contains(HasSubstr("start in 5 to 8 s, as none was seen starting")));
  for (const auto& difference : played->differences) {
    EXPECT_NE(difference.present, difference.changed);
    if (difference.by.empty()) continue;
    EXPECT_EQ(difference.went_to, difference.by == "changed" ? difference.changed : difference.present);
    EXPECT_THAT(difference.because, HasSubstr(" → " + std::to_string(difference.went_to) + ": "));
  }
  EXPECT_THAT(played->differences, Contains(testing::Field(&BacktestDifference::by, Not(IsEmpty()))));
}

TEST_F(LookingAheadTest, ABacktestTakesTheStartTimeThatWasLearned) {
  const auto quick = Backtest({{"since", "14h"}});
  auto shop = Shop();
  shop.services.back().start_time = 4min;
  world.pilots.Show(shop);
  const auto played = Backtest({{"since", "14h"}});
  ASSERT_TRUE(quick && played);
  EXPECT_THAT(played->assumptions, Contains(HasSubstr("take 4m to start, as was learned")));
  EXPECT_GT(played->rows[1].minutes_over, quick->rows[1].minutes_over + 3) << "the rise at nine is met late";
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
