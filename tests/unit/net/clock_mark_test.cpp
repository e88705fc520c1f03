#include "net/clock_mark.h"

#include <gmock/gmock.h>

namespace docktor::net {
namespace {

constexpr Instant kNoon{1'764'072'000'000ms};
const ClockMark kLeft{"this boot", 1000s, kNoon};

/// Of the moment that is a minute later, where the date was set by so much meanwhile.
ClockMark MinuteLater(Duration set) { return {"this boot", 1060s, kNoon + 1min + set}; }

TEST(GoOn, GoesOnEvenlyWhateverBecameOfTheDate) {
  for (const Duration set : {Duration{0}, Duration{1h}, Duration{-1h}, Duration{24h}, kFollowed, -kFollowed}) {
    const auto here = GoOn(kLeft, MinuteLater(set));
    ASSERT_TRUE(here) << here.error().message;
    EXPECT_EQ(*here, (ClockMark{"this boot", 1060s, kNoon + 1min})) << ToText(set);
  }
}

TEST(GoOn, AtTheSameMomentItIsTheSame) { EXPECT_EQ(GoOn(kLeft, kLeft), kLeft); }

TEST(GoOn, OfAnotherBootNothingIsKnown) {
  auto left = kLeft;
  left.boot = "the boot before";
  EXPECT_EQ(GoOn(left, MinuteLater(0s)).error().code, Errc::kNotFound);
}

TEST(GoOn, BootsWithoutIdsAreNotTheSame) {
  auto left = kLeft, date = MinuteLater(0s);
  left.boot = "";
  EXPECT_EQ(GoOn(left, date).error().code, Errc::kInvalidInput);
  date.boot = "";
  EXPECT_EQ(GoOn(left, date).error().code, Errc::kNotFound);
}

TEST(GoOn, AMomentThatThisBootHasNotSeenIsNonsense) {
  for (const Duration since_boot : {Duration{-1s}, Duration{0}, Duration{1060s + 1ms}}) {
    auto left = kLeft;
    left.since_boot = since_boot;
    EXPECT_EQ(GoOn(left, MinuteLater(0s)).error().code, Errc::kInvalidInput) << ToText(since_boot);
  }
}

TEST(GoOn, WhatIsFarOffTheDateIsNotFollowed) {
  EXPECT_EQ(GoOn(kLeft, MinuteLater(kFollowed + 1ms)).error().code, Errc::kInvalidInput);
  const auto ahead = GoOn(kLeft, MinuteLater(-50h));
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().code, Errc::kInvalidInput);
  EXPECT_THAT(ahead.error().message, testing::HasSubstr("2d2h off the date"));
}

TEST(Drift, IsWhatAClockGainsOnTheTimeThatPasses) {
  EXPECT_EQ(Drift(kLeft, {"this boot", 1060s, kNoon + 1min}), Duration{0});
  EXPECT_EQ(Drift(kLeft, {"this boot", 1060s, kNoon + 66s}), Duration{6s});
  EXPECT_EQ(Drift(kLeft, {"this boot", 1060s, kNoon + 54s}), Duration{-6s});
}

}  // namespace
}  // namespace docktor::net
