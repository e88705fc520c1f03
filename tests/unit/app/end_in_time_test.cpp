#include "app/process/end_in_time.h"

#include <gtest/gtest.h>

namespace docktor::app {
namespace {

TEST(EndInTimeDeathTest, WhatHangsIsLeftAndThatIsSaid) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto hang = [] {
    EndInTime in_time;
    in_time.Begin(50ms, [] { return std::string("3 records wait"); });
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable never;
    never.wait(lock, [] { return false; });
  };
  EXPECT_EXIT(hang(), testing::ExitedWithCode(1), "has not come to its end in 50ms.*3 records wait");
}

TEST(EndInTime, DisturbsNobodyWhoEnds) {
  EndInTime in_time;
  in_time.Begin(1h, [] { return std::string("3 records wait"); });
}

}  // namespace
}  // namespace docktor::app
