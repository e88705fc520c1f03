#include "observe/files/host.h"

#include <limits>

#include <gtest/gtest.h>

#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

constexpr Instant kNow{1'764'000'000'000ms};

TEST(HostTicks, WaitingForADiskIsIdleAndGuestsAreNotCountedTwice) {
  const auto ticks = ParseHostTicks("cpu  10 20 30 400 50 6 7 8 9 9\ncpu0 1\ncpu1 1\ncpu2 1\nctxt 5\ncpufoo").value();
  EXPECT_EQ(ticks.busy, 10 + 20 + 30 + 6 + 7 + 8);
  EXPECT_EQ(ticks.total, ticks.busy + 400 + 50);
  EXPECT_EQ(ticks.cores, 3);
}

TEST(HostTicks, BeyondAllNumbersTheyAreTheLargest) {
  const auto ticks = ParseHostTicks("cpu 9223372036854775807 592 0 18446744073709551615 1 0\ncpu0 1\n").value();
  EXPECT_EQ(ticks.total, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(ticks.busy, std::numeric_limits<std::int64_t>::max());
}

TEST(HostTicks, OtherTextIsNone) {
  for (const auto* text : {"", "cpu", "cpu 1 2 3", "intr 1 2 3 4 5 6", "cpu 1 2 x 4 5 6"})
    EXPECT_FALSE(ParseHostTicks(text)) << text;
}

struct UtilizationCase {
  const char* name;
  HostTicks before, after;
  std::optional<double> utilization;
};
class UtilizationTest : public testing::TestWithParam<UtilizationCase> {};
TEST_P(UtilizationTest, IsTheBusyShare) {
  EXPECT_EQ(HostUtilization(GetParam().before, GetParam().after), GetParam().utilization);
}
INSTANTIATE_TEST_SUITE_P(Host, UtilizationTest,
                         testing::Values(UtilizationCase{"half", {100, 1000, 2}, {150, 1100, 2}, 0.5},
                                         UtilizationCase{"idle", {100, 1000, 2}, {100, 1100, 2}, 0.0},
                                         UtilizationCase{"all", {100, 1000, 2}, {200, 1100, 2}, 1.0},
                                         UtilizationCase{"idle_went_back", {100, 1000, 2}, {160, 1050, 2}, 1.0},
                                         UtilizationCase{"no_tick", {100, 1000, 2}, {100, 1000, 2}, std::nullopt},
                                         UtilizationCase{"went_back", {100, 1000, 2}, {1, 1050, 2}, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Host, EachLookIsAReadingTheFirstOfTheTimeSinceTheMachinesStart) {
  const MadeTree tree;
  Host host(tree.MadeRoots());
  tree.WriteHost(150, 50);
  EXPECT_DOUBLE_EQ(host.Read(kNow).value().value().cpu_utilization, 0.75);
  EXPECT_FALSE(host.Read(kNow).value()) << "no tick has passed";
  tree.WriteHost(175, 125);
  const auto reading = host.Read(kNow + 1s).value().value();
  EXPECT_EQ(reading.at, kNow + 1s);
  EXPECT_EQ(reading.cores, 2);
  EXPECT_DOUBLE_EQ(reading.cpu_utilization, 0.25);
  EXPECT_EQ(reading.memory_bytes, 16'000 * 1024);
  EXPECT_EQ(reading.memory_available_bytes, 4'000 * 1024);
}

TEST(Host, WhatCannotBeReadIsAnError) {
  const MadeTree tree;
  Host host(tree.MadeRoots());
  EXPECT_FALSE(host.Read(kNow));
  tree.WriteHost(1, 1);
  tree.Write("proc/meminfo", "MemTotal: 5 kB\n");
  EXPECT_FALSE(host.Read(kNow));
}

}  // namespace
}  // namespace docktor::observe
