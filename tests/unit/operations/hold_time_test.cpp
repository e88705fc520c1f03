#include "operations/shared/hold_time.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace docktor::operations {
namespace {

/// The clock of this machine is taken to be Berlin's.
class HoldTimeTest : public testing::Test {
 protected:
  HoldTimeTest() {
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
  }
  ~HoldTimeTest() override {
    unsetenv("TZ");
    tzset();
  }
  static std::optional<Duration> Until(const std::string& moment, const char* now) {
    return HoldTime({}, moment, ParseInstant(now).value()).value();
  }
};

TEST_F(HoldTimeTest, AClockTimeIsTheNextOneHere) {
  EXPECT_EQ(Until("18:00", "2026-11-25T12:00:00Z"), 5h);
  EXPECT_EQ(Until("13:00", "2026-11-25T12:00:00Z"), 24h) << "not this very moment";
  EXPECT_EQ(Until("9:30", "2026-11-25T12:00:00Z"), 20h + 30min);
}

TEST_F(HoldTimeTest, TomorrowIsThatOfTheClockHere) {
  EXPECT_EQ(Until("tomorrow 08:00", "2026-11-25T12:00:00Z"), 19h);
  EXPECT_EQ(Until("tomorrow 18:00", "2026-11-25T12:00:00Z"), 29h);
  EXPECT_EQ(Until("00:00", "2026-11-25T12:00:00Z"), 11h) << "midnight";
}

TEST_F(HoldTimeTest, ANightWithASummerTimesEndIsLonger) { EXPECT_EQ(Until("08:00", "2026-10-24T20:00:00Z"), 11h); }

TEST_F(HoldTimeTest, NothingSaidIsNothing) {
  const auto hold = HoldTime({}, {}, Instant{});
  ASSERT_TRUE(hold);
  EXPECT_FALSE(*hold);
  EXPECT_EQ(**HoldTime(30min, {}, Instant{}), 30min);
  EXPECT_FALSE(HoldTime(Duration{0}, {}, Instant{}));
}

}  // namespace
}  // namespace docktor::operations
