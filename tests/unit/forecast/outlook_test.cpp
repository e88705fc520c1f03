#include "forecast/outlook.h"

#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include "forecast/foreseen.h"
#include "forecast/idle.h"
#include "forecast/load_grid.h"
#include "forecast/pattern.h"

namespace docktor::forecast {
namespace {

const Instant kMonday{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};

using Load = std::function<double(Instant)>;

/// Each minute of the days before `now`.
std::vector<LoadPoint> Recorded(Duration length, Instant now, const Load& load) {
  std::vector<LoadPoint> points;
  for (auto at = now - length; at < now; at += 1min) points.push_back({at, BusyWith(load(at), 3), 3});
  return points;
}

double HourOf(Instant at) {
  return Seconds(std::chrono::duration_cast<Duration>(at - std::chrono::floor<std::chrono::days>(at))) / 3600;
}

/// 1 at night, 5 at noon.
double ByDay(Instant at) { return 3 - 2 * std::cos(2 * M_PI * HourOf(at) / 24); }

bool IsMonday(Instant at) {
  return std::chrono::weekday(std::chrono::floor<std::chrono::days>(at)) == std::chrono::Monday;
}

const OutlookPoint& In(Duration ahead, const Outlook& outlook, Instant now) {
  for (const auto& point : outlook.points)
    if (point.at + LoadGrid::kStep >= now + ahead) return point;
  return outlook.points.back();
}

TEST(LoadGrid, MeansOfFiveMinutesAndGapsAreNoNumbers) {
  std::vector<LoadPoint> points{
      {kMonday, BusyWith(1, 4), 4}, {kMonday + 1min, BusyWith(3, 4), 4}, {kMonday + 11min, BusyWith(5, 9), 9}};
  const LoadGrid grid(points, kMonday + 17min);
  ASSERT_EQ(grid.size(), 3) << "the step that is under way is left out";
  EXPECT_DOUBLE_EQ(grid[0], 2);
  EXPECT_TRUE(std::isnan(grid[1]));
  EXPECT_DOUBLE_EQ(grid[2], 5);
  EXPECT_TRUE(std::isnan(grid[3]));
  EXPECT_DOUBLE_EQ(grid.Mean(2, 1, 3), 3.5);
}

TEST(Demand, WhatReplicasBurnWhileIdleIsNoLoad) {
  EXPECT_EQ(DemandBehind(LoadPoint{.demand = 0.2, .running = 10}), 0);
  EXPECT_EQ(DemandBehind(0.1, 10), 0) << "never less than nothing";
  EXPECT_NEAR(DemandBehind(10, 10), 10, 1e-9) << "who is full is busy with what is asked";
  EXPECT_NEAR(DemandBehind(BusyWith(3.5, 8), 8), 3.5, 1e-9);
}

/// 1 until noon and 5 from then on; each in five minutes.
Outlook Told(OutlookAccuracy accuracy) {
  Outlook outlook{.accuracy = {std::move(accuracy)}};
  for (int i = 0; i < 24; ++i) outlook.points.push_back({kMonday + 11h + i * 5min, 0, i < 12 ? 1.0 : 5.0, 9});
  return outlook;
}

TEST(Foreseen, TheHigherOfTheStepsThatAMomentLiesBetweenCounts) {
  const auto outlook = Told({.ahead = 15min, .occasions = 100, .error = 0.1, .error_as_now = 1});
  EXPECT_EQ(Foreseen(outlook, kMonday + 11h + 50min, 5min), 1);
  EXPECT_EQ(Foreseen(outlook, kMonday + 11h + 57min, 5min), 5);
  EXPECT_EQ(Foreseen(outlook, kMonday + 12h + 30min, 5min), 5);
  EXPECT_FALSE(Foreseen(outlook, kMonday + 20h, 5min)) << "of which nothing is said";
}

TEST(Foreseen, OnlyWhatHasProvenBetterThanSayingAsNowIsBelieved) {
  const auto at = kMonday + 12h + 30min;
  const OutlookAccuracy good{.ahead = 15min, .occasions = 100, .error = 0.1, .error_as_now = 1};
  auto few = good, no_better = good;
  few.occasions = 5;
  no_better.error = 0.95;
  EXPECT_TRUE(Foreseen(Told(good), at, 5min));
  EXPECT_FALSE(Foreseen(Told(few), at, 5min));
  EXPECT_FALSE(Foreseen(Told(no_better), at, 5min));
  EXPECT_FALSE(Foreseen(Told(good), at, 1h)) << "over an hour nothing was judged";
  EXPECT_FALSE(Foreseen({}, at, 5min));
}

TEST(Foreseen, OutlooksAreForAdaptiveServicesWhoseReplicasStartSlowly) {
  const Spec adaptive{.enabled = true, .strategy = Strategy::kAdaptive};
  auto watched = adaptive, target = adaptive;
  watched.enabled = false;
  target.strategy = Strategy::kTarget;
  EXPECT_TRUE(WantsOutlooks(adaptive, 1min));
  EXPECT_FALSE(WantsOutlooks(adaptive, 59s));
  EXPECT_FALSE(WantsOutlooks(adaptive, std::nullopt)) << "none was seen starting";
  EXPECT_FALSE(WantsOutlooks(watched, 5min));
  EXPECT_FALSE(WantsOutlooks(target, 5min));
}

TEST(Outlook, WithoutAPastThereIsNone) {
  EXPECT_TRUE(LookOut({}, kMonday).points.empty());
  EXPECT_TRUE(LookOut(Recorded(30min, kMonday, ByDay), kMonday).points.empty());
}

TEST(Outlook, ADayThatComesBackIsExpectedToComeAgain) {
  const auto now = kMonday + 10 * 24h + 4h;
  const auto outlook = LookOut(Recorded(10 * 24h, now, ByDay), now);
  ASSERT_EQ(outlook.points.size(), 288u);
  for (const auto& point : outlook.points) {
    EXPECT_NEAR(point.middle, ByDay(point.at + 2min), 0.4) << ToRfc3339(point.at);
    EXPECT_LE(point.low, point.middle);
    EXPECT_GE(point.high, point.middle);
  }
  const auto& far = outlook.accuracy.back();
  EXPECT_EQ(far.ahead, 24h);
  EXPECT_GT(far.occasions, 400);
  EXPECT_LT(far.error, 0.05);
}

TEST(Outlook, WhatIsBestDependsOnTheDistanceAndTheLoad) {
  const auto now = kMonday + 14 * 24h + 7h;
  const auto outlook = LookOut(Recorded(14 * 24h, now, ByDay), now);
  const auto& hours = outlook.accuracy[5];
  EXPECT_EQ(hours.ahead, 8 * 1h);
  EXPECT_LT(hours.error, 0.2 * hours.error_as_now);
  // A load that wanders and never comes back: yesterday says nothing.
  double wander = 4;
  unsigned chance = 7;
  const auto drunk = LookOut(Recorded(8 * 24h, now,
                                      [&](Instant) {
                                        chance = chance * 1664525 + 1013904223;
                                        return wander = std::clamp(wander + (chance >> 31 ? 0.02 : -0.02), 1.0, 8.0);
                                      }),
                             now);
  EXPECT_LT(drunk.accuracy[0].error, 0.5 * drunk.accuracy[0].error_as_yesterday);
}

TEST(Outlook, TheBandHoldsWhatItSays) {
  unsigned chance = 11;
  const auto noisy = [&](Instant at) {
    chance = chance * 1664525 + 1013904223;
    return ByDay(at) * (0.5 + (chance >> 8) / double(1 << 24));
  };
  const auto now = kMonday + 9 * 24h;
  for (const auto& accuracy : LookOut(Recorded(9 * 24h, now, noisy), now).accuracy)
    EXPECT_NEAR(accuracy.covered, 0.8, 0.08) << ToText(accuracy.ahead);
}

/// From 1 to 9, half of it below 2, on average 3; another in each five minutes.
double Skewed(Instant at) {
  auto chance = static_cast<std::uint64_t>(at.time_since_epoch() / LoadGrid::kStep) * 0x9e3779b97f4a7c15;
  chance = (chance ^ (chance >> 29)) * 0xbf58476d1ce4e5b9;
  const double u = static_cast<double>(chance >> 11) / static_cast<double>(std::uint64_t{1} << 53);
  return 1 + 8 * u * u * u;
}

TEST(Outlook, HalfOfWhatComesIsBelowTheMiddleAndATenthOutsideEachEnd) {
  double below = 0, under = 0, over = 0, all = 0;
  for (int day = 9; day < 13; ++day) {
    const auto now = kMonday + day * 24h;
    for (const auto& point : LookOut(Recorded(9 * 24h, now, Skewed), now).points) {
      const double came = Skewed(point.at);
      ++all;
      below += came < point.middle ? 1 : 0;
      under += came < point.low ? 1 : 0;
      over += came > point.high ? 1 : 0;
    }
  }
  EXPECT_NEAR(below / all, 0.5, 0.08);
  EXPECT_NEAR(under / all, 0.1, 0.06);
  EXPECT_NEAR(over / all, 0.1, 0.06);
}

TEST(Outlook, AGapIsNoLoadOfNothing) {
  const auto now = kMonday + 10 * 24h;
  auto points = Recorded(10 * 24h, now, [](Instant) { return 4.0; });
  std::erase_if(points, [&](const LoadPoint& p) { return p.at > now - 30h && p.at < now - 20h; });
  for (const auto& point : LookOut(points, now).points) EXPECT_NEAR(point.middle, 4, 0.01);
}

TEST(Outlook, SoonAfterTheStartTheNextMinutesAreKnownAtLeast) {
  const auto now = kMonday + 3h;
  const auto outlook = LookOut(Recorded(3h, now, [](Instant) { return 2.0; }), now);
  ASSERT_FALSE(outlook.points.empty());
  EXPECT_NEAR(In(5min, outlook, now).middle, 2, 0.01);
}

TEST(Pattern, HoursOfEveryDayAreFoundByTheClocksOfTheZone) {
  const auto lunch = [](Instant at) { return HourOf(at) >= 11 && HourOf(at) < 13 ? 6.0 : 1.0; };
  const auto points = Recorded(6 * 24h, kMonday + 6 * 24h, lunch);
  const auto found = FindPatterns(points, 2h);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, PatternDays::kEvery);
  EXPECT_EQ(found[0].against, PatternAgainst::kOtherTimes);
  EXPECT_EQ(found[0].from_hour, 13);
  EXPECT_EQ(found[0].to_hour, 15);
  EXPECT_NEAR(found[0].demand, 6, 0.1);
  EXPECT_NEAR(found[0].usual, 1, 0.1);
}

TEST(Pattern, AWeekdayIsSetAgainstTheOtherDays) {
  const auto mondays = [](Instant at) { return IsMonday(at) && HourOf(at) >= 8 && HourOf(at) < 12 ? 7.0 : 2.0; };
  const auto found = FindPatterns(Recorded(21 * 24h, kMonday + 21 * 24h, mondays), 0h);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, PatternDays::kMondays);
  EXPECT_EQ(found[0].against, PatternAgainst::kOtherDays);
  EXPECT_EQ(found[0].from_hour, 8);
  EXPECT_EQ(found[0].to_hour, 12);
  EXPECT_EQ(found[0].days, 3);
}

int WeekdayOf(Instant at) {
  return static_cast<int>(std::chrono::weekday(std::chrono::floor<std::chrono::days>(at)).c_encoding());
}

bool IsWeekend(Instant at) { return WeekdayOf(at) == 0 || WeekdayOf(at) == 6; }

/// Something in the hours from nine to five, else 1.
double AtWork(Instant at, double demand) { return HourOf(at) >= 9 && HourOf(at) < 17 ? demand : 1; }

std::vector<Pattern> FoundIn(int days, const Load& load) {
  return FindPatterns(Recorded(days * 24h, kMonday + days * 24h, load), 0h);
}

TEST(Pattern, WorkdaysAreToldAsSuchAndNotDayByDay) {
  for (const int days : {7, 21, 33}) {
    const auto found = FoundIn(days, [](Instant at) { return AtWork(at, IsWeekend(at) ? 1 : 6); });
    ASSERT_EQ(found.size(), 1u) << days;
    EXPECT_EQ(found[0].on, PatternDays::kWorkdays);
    EXPECT_EQ(found[0].against, PatternAgainst::kOtherDays);
    EXPECT_EQ(found[0].from_hour, 9);
    EXPECT_EQ(found[0].to_hour, 17);
    EXPECT_NEAR(found[0].demand, 6, 1e-6);
    EXPECT_NEAR(found[0].usual, 1, 1e-6);
  }
}

TEST(Pattern, AWeekendThatIsALittleMoreThanUsualMakesNoEveryDay) {
  const auto found = FoundIn(28, [](Instant at) { return IsWeekend(at) ? AtWork(at, 1.3) : AtWork(at, 6); });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, PatternDays::kWorkdays);
}

TEST(Pattern, OneDayOfTheWeekThatLacksItMakesNoEveryDay) {
  const auto found = FoundIn(28, [](Instant at) { return AtWork(at, WeekdayOf(at) == 0 ? 1 : 6); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].on, PatternDays::kSaturdays);
  EXPECT_EQ(found[0].against, PatternAgainst::kOtherTimes);
  EXPECT_EQ(found[1].on, PatternDays::kWorkdays);
}

TEST(Pattern, ADayIsToldAgainWhereItStandsOutAmongTheOthers) {
  const auto found = FoundIn(28, [](Instant at) { return IsWeekend(at) ? 1 : AtWork(at, IsMonday(at) ? 12 : 6); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].on, PatternDays::kWorkdays);
  EXPECT_EQ(found[1].on, PatternDays::kMondays);
  EXPECT_EQ(found[1].against, PatternAgainst::kOtherDays);
  EXPECT_NEAR(found[1].demand, 12, 1e-6);
  EXPECT_NEAR(found[1].usual, 6, 1e-6) << "of the other workdays";
}

TEST(Pattern, WeekendsTakeTwoOfThem) {
  const auto market = [](Instant at) { return IsWeekend(at) && HourOf(at) >= 10 ? 5.0 : 1.0; };
  EXPECT_THAT(FoundIn(7, market), testing::IsEmpty());
  const auto found = FoundIn(14, market);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, PatternDays::kWeekends);
  EXPECT_EQ(found[0].from_hour, 10);
  EXPECT_EQ(found[0].to_hour, 24);
  EXPECT_EQ(found[0].days, 4);
}

TEST(Pattern, AHolidayDoesNotHideAPattern) {
  const auto found = FoundIn(28, [](Instant at) {
    const bool holiday = at >= kMonday + 8 * 24h && at < kMonday + 10 * 24h;
    return AtWork(at, holiday || IsWeekend(at) ? 1 : 6);
  });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, PatternDays::kWorkdays);
}

TEST(Pattern, OnceIsNoPatternAndNorIsNoise) {
  const auto once = [](Instant at) { return at >= kMonday + 34h && at < kMonday + 36h ? 9.0 : 1.0; };
  EXPECT_TRUE(FindPatterns(Recorded(8 * 24h, kMonday + 8 * 24h, once), 0h).empty());
  EXPECT_TRUE(FindPatterns(Recorded(8 * 24h, kMonday + 8 * 24h, [](Instant) { return 2.0; }), 0h).empty());
  EXPECT_TRUE(FindPatterns({}, 0h).empty());
}

}  // namespace
}  // namespace docktor::forecast
