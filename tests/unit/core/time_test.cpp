#include "core/time.h"

#include <gtest/gtest.h>

namespace docktor {
namespace {

TEST(Time, InstantsComeBackAsTheyWere) {
  for (const auto* text : {"2026-11-24T22:41:07.250Z", "1970-01-01T00:00:00.000Z", "2028-02-29T23:59:59.999Z"})
    EXPECT_EQ(ToRfc3339(ParseInstant(text).value()), text);
}

TEST(Time, OffsetsAndFractionsAreUnderstood) {
  EXPECT_EQ(ParseInstant("2026-11-24T22:41:07+02:00").value(), ParseInstant("2026-11-24T20:41:07Z").value());
  EXPECT_EQ(ParseInstant("2026-11-24T22:41:07.123456789Z").value(), ParseInstant("2026-11-24T22:41:07.123Z").value());
}

TEST(Time, WhatIsNoTimeIsRefused) {
  for (const auto* text : {"", "2026-11-24", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-24T25:00:00Z",
                           "2026-11-24T22:41:07", "2026-11-24T22:41:07Zx", "-026-11-24T22:41:07Z"})
    EXPECT_FALSE(ParseInstant(text)) << text;
}

struct DurationCase {
  const char* text;
  Duration value;
  const char* shortest;
};
class DurationTest : public testing::TestWithParam<DurationCase> {};
TEST_P(DurationTest, IsReadAndWritten) {
  EXPECT_EQ(ParseDuration(GetParam().text).value(), GetParam().value);
  EXPECT_EQ(ToText(GetParam().value), GetParam().shortest);
}
INSTANTIATE_TEST_SUITE_P(Durations, DurationTest,
                         testing::Values(DurationCase{"90s", 90s, "1m30s"}, DurationCase{"5m", 5min, "5m"},
                                         DurationCase{"1h30m", 90min, "1h30m"}, DurationCase{"250ms", 250ms, "250ms"},
                                         DurationCase{"1.5s", 1500ms, "1s500ms"}, DurationCase{"2d", 48h, "2d"},
                                         DurationCase{"0s", 0s, "0s"}));

TEST(Time, WhatIsNoDurationIsRefused) {
  for (const auto* text : {"", "5", "m", "-5m", "5x", "5 m", "1e3s", "nan s", "infs"})
    EXPECT_FALSE(ParseDuration(text)) << text;
}

TEST(Time, SecondsSaturate) {
  EXPECT_GT(FromSeconds(1e300), Duration{0});
  EXPECT_LT(FromSeconds(-1e300), Duration{0});
  EXPECT_EQ(FromSeconds(std::numeric_limits<double>::quiet_NaN()), Duration{0});
}

}  // namespace
}  // namespace docktor
