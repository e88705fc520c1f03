#include "forecast/outlook.h"

#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include "forecast/foreseen.h"
#include "forecast/load_grid.h"
#include "forecast/pattern.h"

namespace docktor::forecast {
namespace {

const Instant kMonday{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};

using Load = std::function<double(Instant)>;

/// Each minute of the days before `now`.
std::vector<LoadPoint> Recorded(Duration length, Instant now, const Load& load) {
  std::vector<LoadPoint> points;
  for (auto at = now - length; at < now; at += 1min) points.push_back({at, load(at), 3});
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
  std::vector<LoadPoint> points{{kMonday, 1}, {kMonday + 1min, 3}, {kMonday + 11min, 5}};
  const LoadGrid grid(points, kMonday + 17min);
  ASSERT_EQ(grid.size(), 3) << "the step that is under way is left out";
  EXPECT_EQ(grid[0], 2);
  EXPECT_TRUE(std::isnan(grid[1]));
  EXPECT_EQ(grid[2], 5);
  EXPECT_TRUE(std::isnan(grid[3]));
  EXPECT_EQ(grid.Mean(2, 1, 3), 3.5);
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
  EXPECT_FALSE(found[0].weekday);
  EXPECT_EQ(found[0].from_hour, 13);
  EXPECT_EQ(found[0].to_hour, 15);
  EXPECT_NEAR(found[0].demand, 6, 0.1);
  EXPECT_NEAR(found[0].usual, 1, 0.1);
}

TEST(Pattern, AWeekdayIsSetAgainstTheOtherDays) {
  const auto mondays = [](Instant at) { return IsMonday(at) && HourOf(at) >= 8 && HourOf(at) < 12 ? 7.0 : 2.0; };
  const auto found = FindPatterns(Recorded(21 * 24h, kMonday + 21 * 24h, mondays), 0h);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].weekday, 1);
  EXPECT_EQ(found[0].from_hour, 8);
  EXPECT_EQ(found[0].to_hour, 12);
  EXPECT_EQ(found[0].days, 3);
}

TEST(Pattern, OnceIsNoPatternAndNorIsNoise) {
  const auto once = [](Instant at) { return at >= kMonday + 34h && at < kMonday + 36h ? 9.0 : 1.0; };
  EXPECT_TRUE(FindPatterns(Recorded(8 * 24h, kMonday + 8 * 24h, once), 0h).empty());
  EXPECT_TRUE(FindPatterns(Recorded(8 * 24h, kMonday + 8 * 24h, [](Instant) { return 2.0; }), 0h).empty());
  EXPECT_TRUE(FindPatterns({}, 0h).empty());
}

}  // namespace
}  // namespace docktor::forecast
