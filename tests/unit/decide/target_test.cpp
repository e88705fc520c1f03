#include "decide/target.h"

#include <cmath>

#include <gtest/gtest.h>

namespace docktor::decide {
namespace {

/// Replicas with a limit of one core: their CPU in percent; -1 is ready without a reading, -2 is still starting.
std::vector<ReplicaLoad> Loads(const std::vector<int>& percents) {
  std::vector<ReplicaLoad> loads;
  for (const int p : percents) loads.push_back({p != -2, 1.0, p >= 0 ? std::optional(p / 100.0) : std::nullopt});
  return loads;
}

struct Case {
  const char* name;
  int current;
  std::vector<int> percents;
  double target;
  int count;
  Reason reason;
};

class TargetTest : public testing::TestWithParam<Case> {};

TEST_P(TargetTest, ComputesWhatHpaComputes) {
  const auto& c = GetParam();
  const auto wanted = Target(c.current, Loads(c.percents), {.target = c.target});
  EXPECT_EQ(wanted.count, c.count);
  EXPECT_EQ(wanted.reason, c.reason);
  EXPECT_LE(wanted.band_floor, wanted.count);
  EXPECT_GE(wanted.band_ceiling, wanted.count);
}

// The cases with a name that ends in _hpa are those of Kubernetes' replica_calculator_test.go, with pods as replicas.
INSTANTIATE_TEST_SUITE_P(
    Cases, TargetTest,
    testing::Values(Case{"scale_up_hpa", 3, {30, 50, 70}, 0.30, 5, Reason::kAboveTarget},
                    Case{"scale_up_unready_less_scale_hpa", 3, {-2, 50, 70}, 0.30, 4, Reason::kAboveTarget},
                    Case{"scale_up_unready_no_scale_hpa", 3, {40, -2, -2}, 0.30, 3, Reason::kWithinRange},
                    Case{"scale_down_hpa", 5, {10, 10, 10, 10, 10}, 0.50, 1, Reason::kBelowTarget},
                    Case{"scale_down_ignores_unready_hpa", 5, {30, 30, 30, -2, -2}, 0.50, 2, Reason::kBelowTarget},
                    Case{"tolerance_hpa", 3, {101, 103, 102}, 1.00, 3, Reason::kWithinRange},
                    Case{"no_scale_when_missing_hides_a_fall_hpa", 2, {20, -1}, 0.50, 2, Reason::kWithinRange},
                    Case{"missing_damps_a_rise_hpa", 4, {100, 100, -1, -1}, 0.50, 4, Reason::kWithinRange},
                    Case{"missing_still_rises_hpa", 3, {200, 200, -1}, 0.50, 8, Reason::kAboveTarget},
                    Case{"missing_damps_a_fall_hpa", 6, {10, 10, 10, 10, 10, -1}, 0.50, 3, Reason::kBelowTarget},
                    Case{"nothing_to_judge_by", 4, {-1, -1, -2}, 0.60, 4, Reason::kNoSignal},
                    Case{"none_runs", 0, {}, 0.60, 0, Reason::kNoSignal},
                    Case{"idle", 3, {0, 0, 0}, 0.60, 0, Reason::kBelowTarget},
                    Case{"exact_multiple_is_not_rounded_up", 5, {72, 72, 72, 72, 72}, 0.60, 6, Reason::kAboveTarget}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Target, LargeReplicasCountForMore) {
  const std::vector<ReplicaLoad> loads{{true, 4.0, 4.0}, {true, 1.0, 0.0}};  // 80 % of five cores
  EXPECT_EQ(Target(2, loads, {}).count, 3);
}

TEST(Target, FiguresFromOutOfThisWorldAreNoReadings) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {inf, -inf, nan, -1.0}) {
    EXPECT_EQ(Target(3, std::vector<ReplicaLoad>(3, {true, 1.0, bad}), {}).reason, Reason::kNoSignal);
    EXPECT_EQ(Target(3, std::vector<ReplicaLoad>(3, {true, bad, 0.5}), {}).reason, Reason::kNoSignal);
  }
  EXPECT_GT(Target(3, std::vector<ReplicaLoad>(3, {true, 1.0, 1e308}), {}).count, 3);
}

struct TotalCase {
  const char* name;
  int current;
  std::optional<double> value;
  double target;
  int per_replica;
  int proportional;  ///< with all that run being ready
};
class TotalTest : public testing::TestWithParam<TotalCase> {};
TEST_P(TotalTest, ComputesWhatHpaComputes) {
  const auto& c = GetParam();
  EXPECT_EQ(PerReplica(c.current, c.value, {.target = c.target}).count, c.per_replica);
  EXPECT_EQ(Proportional(c.current, c.current, c.value, {.target = c.target}).count, c.proportional);
}
INSTANTIATE_TEST_SUITE_P(Cases, TotalTest,
                         testing::Values(TotalCase{"more_is_needed", 2, 500, 100, 5, 10},
                                         TotalCase{"within_tolerance_of_what_all_carry", 3, 310, 100, 3, 10},
                                         TotalCase{"value_within_tolerance", 3, 105, 100, 2, 3},
                                         TotalCase{"nothing_left_to_do", 4, 0, 100, 0, 0},
                                         TotalCase{"from_nothing", 0, 250, 100, 3, 3},
                                         TotalCase{"nothing_wanted_from_nothing", 0, 0, 100, 0, 0},
                                         TotalCase{"not_known", 4, std::nullopt, 100, 4, 4},
                                         TotalCase{"no_number", 4, NAN, 100, 4, 4},
                                         TotalCase{"below_zero", 4, -5, 100, 4, 4},
                                         TotalCase{"endless", 4, 1e308, 1e-300, 1'000'000, 1'000'000}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Proportional, NobodyReadyTellsNothing) {
  EXPECT_EQ(Proportional(3, 0, 900, {.target = 100}).reason, Reason::kNoSignal);
}

struct BurstCase {
  const char* name;
  int current;
  std::vector<int> ready;
  int starting;
  int count;
};
class BurstTest : public testing::TestWithParam<BurstCase> {};
TEST_P(BurstTest, OrdersWhatTheReadyOnesLack) {
  const auto& c = GetParam();
  EXPECT_EQ(Burst(c.current, Loads(c.ready), c.starting, {}).count, c.count);
}
INSTANTIATE_TEST_SUITE_P(Cases, BurstTest,
                         testing::Values(BurstCase{"two_full_ones", 2, {100, 100}, 0, 4},
                                         BurstCase{"those_starting_carry_their_share", 4, {100, 100}, 2, 4},
                                         BurstCase{"never_down", 5, {10, 10, 10, 10, 10}, 0, 5},
                                         BurstCase{"one_without_a_reading_is_as_busy", 3, {90, 90, -1}, 0, 5},
                                         BurstCase{"nothing_seen", 3, {-1, -1, -1}, 0, 3}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace docktor::decide
