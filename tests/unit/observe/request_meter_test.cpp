#include "observe/sources/request_meter.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace docktor::observe {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();
using Kind = RequestFigure::Kind;

struct SignalCase {
  std::string signal;
  std::optional<RequestFigure> figure;
};
TEST(RequestFigure, GoesByTheSignalsName) {
  for (const auto& [signal, figure] :
       {SignalCase{"requests_per_second", RequestFigure{Kind::kPerSecond}},
        SignalCase{"latency", RequestFigure{Kind::kMeanLatency}},
        SignalCase{"latency.p95", RequestFigure{Kind::kQuantile, 0.95}},
        SignalCase{"latency.p99.9", RequestFigure{Kind::kQuantile, 0.999}}, SignalCase{"latency.p0", {}},
        SignalCase{"latency.p100", {}}, SignalCase{"latency.p", {}}, SignalCase{"latency.p9x", {}},
        SignalCase{"latency.pnan", {}}, SignalCase{"queue.length", {}}, SignalCase{"", {}}}) {
    const auto parsed = RequestFigure::Parse(signal);
    ASSERT_EQ(parsed.has_value(), figure.has_value()) << signal;
    if (!figure) continue;
    EXPECT_EQ(parsed->kind, figure->kind) << signal;
    EXPECT_DOUBLE_EQ(parsed->quantile, figure->quantile) << signal;
  }
}

struct MeterCase {
  const char* name;
  RequestFigure figure;
  RequestCounts before, after;
  Duration apart;
  std::optional<double> expected;
};
class MeterTest : public testing::TestWithParam<MeterCase> {};
TEST_P(MeterTest, ComparesTwoLooks) {
  RequestMeter meter(GetParam().figure, 15s);
  EXPECT_FALSE(meter.Take(GetParam().before, SteadyTime(100s))) << "one look tells nothing";
  const auto figure = meter.Take(GetParam().after, SteadyTime(100s) + GetParam().apart);
  ASSERT_EQ(figure.has_value(), GetParam().expected.has_value());
  EXPECT_DOUBLE_EQ(figure.value_or(0), GetParam().expected.value_or(0));
}
constexpr RequestFigure kRate{Kind::kPerSecond}, kMean{Kind::kMeanLatency}, kP50{Kind::kQuantile, 0.5};
INSTANTIATE_TEST_SUITE_P(
    Requests, MeterTest,
    testing::Values(MeterCase{"rate", kRate, {100}, {150}, 5s, 10.0}, MeterCase{"idle", kRate, {100}, {100}, 5s, 0.0},
                    MeterCase{"started_anew", kRate, {100}, {3}, 5s, std::nullopt},
                    MeterCase{"started_anew_and_busier", kRate, {100, 90, 9}, {120, 5, 1}, 5s, std::nullopt},
                    MeterCase{"a_gap", kRate, {100}, {150}, 15s + 1ms, std::nullopt},
                    MeterCase{"no_time", kRate, {100}, {150}, 0s, std::nullopt},
                    MeterCase{"clock_went_back", kRate, {100}, {150}, -1s, std::nullopt},
                    MeterCase{"mean", kMean, {10, 10, 1.0}, {20, 20, 3.0}, 5s, 0.2},
                    MeterCase{"mean_of_nothing", kMean, {10, 10, 1.0}, {11, 10, 1.0}, 5s, std::nullopt},
                    MeterCase{"median",
                              kP50,
                              {0, 0, 0, {{0.1, 0}, {0.5, 0}, {kEndless, 0}}},
                              {10, 10, 3, {{0.1, 2}, {0.5, 8}, {kEndless, 10}}},
                              5s,
                              0.1 + 0.4 * 3 / 6}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RequestMeter, GoesOnAfterARestart) {
  RequestMeter meter(kRate, 15s);
  meter.Take({1000}, SteadyTime(1s));
  EXPECT_FALSE(meter.Take({10}, SteadyTime(2s)));
  EXPECT_EQ(meter.Take({14}, SteadyTime(3s)), 4.0);
}

struct QuantileCase {
  const char* name;
  double quantile;
  RequestCounts before, after;
  std::optional<double> expected;
};
class QuantileTest : public testing::TestWithParam<QuantileCase> {};
TEST_P(QuantileTest, IsThatOfTheTimeBetween) {
  const auto seconds = Quantile(GetParam().before, GetParam().after, GetParam().quantile);
  ASSERT_EQ(seconds.has_value(), GetParam().expected.has_value());
  EXPECT_NEAR(seconds.value_or(0), GetParam().expected.value_or(0), 1e-9);
}
const RequestCounts kOld{0, 100, 0, {{0.1, 100}, {1, 100}, {kEndless, 100}}};
INSTANTIATE_TEST_SUITE_P(
    Requests, QuantileTest,
    testing::Values(
        QuantileCase{"old_ones_do_not_count", 0.5, kOld, {0, 110, 0, {{0.1, 100}, {1, 110}, {kEndless, 110}}}, 0.55},
        QuantileCase{"in_the_first", 0.5, {}, {0, 10, 0, {{0.1, 10}, {kEndless, 10}}}, 0.05},
        QuantileCase{"beyond_the_last", 0.95, {}, {0, 10, 0, {{0.1, 1}, {1, 2}, {kEndless, 10}}}, 1.0},
        QuantileCase{"none_answered", 0.5, kOld, kOld, std::nullopt},
        QuantileCase{"no_buckets", 0.5, {}, {0, 10, 1}, std::nullopt},
        QuantileCase{"a_bucket_that_is_new", 0.5, {0, 2, 0, {{1, 2}}}, {0, 4, 0, {{0.5, 2}, {1, 4}}}, 0.25}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace docktor::observe
