#include "docker/connection/stop_limit.h"

#include <gtest/gtest.h>

namespace docktor::docker {
namespace {

Duration LimitOf(json::value config) { return StopLimit({{"Config", std::move(config)}}); }

TEST(StopLimit, IsTheContainersOwnGracePeriodAndHalfAMinute) {
  EXPECT_EQ(LimitOf({{"StopTimeout", 90}}), 2min);
  EXPECT_EQ(LimitOf({{"StopTimeout", 0}}), 30s);
  EXPECT_EQ(LimitOf({{"StopTimeout", 7200}}), 2h + 30s);
}

TEST(StopLimit, IsDockersOwnWhereNobodySaysAnything) {
  EXPECT_EQ(LimitOf(json::object{}), 40s);
  EXPECT_EQ(LimitOf({{"StopTimeout", nullptr}}), 40s);
  EXPECT_EQ(StopLimit({}), 40s) << "it cannot be described";
}

TEST(StopLimit, EndsOneDay) {
  EXPECT_EQ(LimitOf({{"StopTimeout", -1}}), 24h + 30s) << "it is never killed";
  EXPECT_EQ(LimitOf({{"StopTimeout", 9'000'000'000'000'000'000}}), 24h + 30s);
}

}  // namespace
}  // namespace docktor::docker
