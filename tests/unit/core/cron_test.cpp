#include "core/cron.h"

#include <gtest/gtest.h>

namespace docktor {
namespace {

struct NextCase {
  const char* name;
  const char* cron;
  const char* zone;
  const char* now;
  const char* next;
};
class CronTest : public testing::TestWithParam<NextCase> {};
TEST_P(CronTest, NamesTheNextMoment) {
  const auto& c = GetParam();
  const auto cron = Cron::Parse(c.cron);
  ASSERT_TRUE(cron) << cron.error().message;
  const auto next = cron->Next(ParseInstant(c.now).value(), c.zone);
  ASSERT_TRUE(next);
  EXPECT_EQ(ToRfc3339(*next), ToRfc3339(ParseInstant(c.next).value()));
}
INSTANTIATE_TEST_SUITE_P(
    Cases, CronTest,
    testing::Values(
        NextCase{"each_minute", "* * * * *", "UTC", "2026-03-01T12:00:00Z", "2026-03-01T12:01:00Z"},
        NextCase{"within_a_minute", "* * * * *", "UTC", "2026-03-01T12:00:59.999Z", "2026-03-01T12:01:00Z"},
        NextCase{"weekdays_by_name", "0 8 * * mon-fri", "UTC", "2026-03-06T08:00:00Z", "2026-03-09T08:00:00Z"},
        NextCase{"sunday_is_seven_too", "0 8 * * 7", "UTC", "2026-03-02T00:00:00Z", "2026-03-08T08:00:00Z"},
        NextCase{"steps", "*/15 9-17/4 * * *", "UTC", "2026-03-01T13:46:00Z", "2026-03-01T17:00:00Z"},
        NextCase{"from_on", "5/20 * * * *", "UTC", "2026-03-01T13:26:00Z", "2026-03-01T13:45:00Z"},
        NextCase{"lists", "0 6,18 1 jan,jul *", "UTC", "2026-03-01T00:00:00Z", "2026-07-01T06:00:00Z"},
        NextCase{"either_day", "0 0 13 * fri", "UTC", "2026-03-07T00:00:00Z", "2026-03-13T00:00:00Z"},
        NextCase{"either_day_by_weekday", "0 0 13 * fri", "UTC", "2026-03-13T00:00:00Z", "2026-03-20T00:00:00Z"},
        NextCase{"leap_day", "0 0 29 2 *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"},
        NextCase{"a_zone", "0 8 * * *", "Europe/Berlin", "2026-01-01T07:30:00Z", "2026-01-02T07:00:00Z"},
        NextCase{"a_zone_in_summer", "0 8 * * *", "Europe/Berlin", "2026-07-01T05:30:00Z", "2026-07-01T06:00:00Z"},
        NextCase{"skipped_by_the_clocks", "30 2 29 3 *", "Europe/Berlin", "2026-03-28T00:00:00Z",
                 "2026-03-29T01:00:00Z"},
        NextCase{"shown_twice_comes_once", "30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z",
                 "2026-10-26T01:30:00Z"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Cron, SaysWhatIsWrong) {
  for (const auto* text :
       {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *",
        "*/0 * * * *", "5-1 * * * *", "1- * * * *", "-1 * * * *", "1,,2 * * * *", "99999999999 * * * *", "* * * foo *"})
    EXPECT_FALSE(Cron::Parse(text)) << text;
  EXPECT_NE(Cron::Parse("0 25 * * *").error().message.find("hour"), std::string::npos);
}

TEST(Cron, AMomentThatNeverComesIsNone) {
  EXPECT_FALSE(Cron::Parse("0 0 31 2 *")->Next(ParseInstant("2026-03-01T00:00:00Z").value(), "UTC"));
}

TEST(Cron, ZonesAreKnownOrRefused) {
  EXPECT_TRUE(CheckZone("America/Sao_Paulo"));
  EXPECT_FALSE(CheckZone("Europe/Bärlin"));
  EXPECT_FALSE(CheckZone(""));
}

}  // namespace
}  // namespace docktor
