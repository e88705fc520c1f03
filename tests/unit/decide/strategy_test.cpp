#include "decide/strategy.h"

#include <gtest/gtest.h>

#include "decide/threshold.h"

namespace docktor::decide {
namespace {

std::vector<ReplicaLoad> Ready(int count, double utilization) {
  return std::vector<ReplicaLoad>(static_cast<std::size_t>(count), {true, 1.0, utilization});
}

Signals Busy(int count, double cpu) { return {.current = count, .ready = count, .cpu = Ready(count, cpu)}; }

struct ThresholdCase {
  const char* name;
  int current;
  double cpu;
  int count;
  Reason reason;
};
class ThresholdTest : public testing::TestWithParam<ThresholdCase> {};
TEST_P(ThresholdTest, StepsOutsideOfTheRange) {
  const auto& c = GetParam();
  const auto wanted = Threshold(c.current, Ready(c.current, c.cpu), {});
  EXPECT_EQ(wanted.count, c.count);
  EXPECT_EQ(wanted.reason, c.reason);
}
INSTANTIATE_TEST_SUITE_P(Cases, ThresholdTest,
                         testing::Values(ThresholdCase{"above", 3, 0.81, 5, Reason::kAboveTarget},
                                         ThresholdCase{"at_the_upper_edge", 3, 0.80, 3, Reason::kWithinRange},
                                         ThresholdCase{"between", 3, 0.50, 3, Reason::kWithinRange},
                                         ThresholdCase{"at_the_lower_edge", 3, 0.20, 3, Reason::kWithinRange},
                                         ThresholdCase{"below", 3, 0.19, 2, Reason::kBelowTarget},
                                         ThresholdCase{"none_runs", 0, 0.0, 0, Reason::kNoSignal}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Threshold, WhatIsNotReadSaysNothingAndWhatStartsWillCarryItsShare) {
  std::vector<ReplicaLoad> loads{{true, 1.0, 0.9}, {true, 1.0, {}}};
  EXPECT_EQ(Threshold(2, loads, {}).count, 4);
  loads.push_back({false, 1.0, {}});
  EXPECT_EQ(Threshold(3, loads, {}).count, 3);
}

struct IdleCase {
  const char* name;
  int current;
  int count;
  Reason reason;
};
class IdleTest : public testing::TestWithParam<IdleCase> {};
TEST_P(IdleTest, OneIsWantedWhereOnlyTheReplicasThemselvesTell) {
  Spec spec;
  spec.min = 0;
  const auto wanted = Recommend(spec, Busy(GetParam().current, 0.0));
  EXPECT_EQ(wanted.count, GetParam().count);
  EXPECT_EQ(wanted.reason, GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(Strategy, IdleTest,
                         testing::Values(IdleCase{"several", 3, 1, Reason::kBelowTarget},
                                         IdleCase{"one", 1, 1, Reason::kWithinRange},
                                         IdleCase{"none", 0, 1, Reason::kNoSignal}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Strategy, AdaptiveStandsUnlessCpuIsPinnedAndTargetAsksForMore) {
  Spec spec;
  spec.strategy = Strategy::kAdaptive;
  auto signals = Busy(3, 0.7);
  signals.adaptive = Recommendation{.strategy = "adaptive", .count = 3, .reason = Reason::kWithinRange};
  EXPECT_EQ(Recommend(spec, signals).strategy, "adaptive") << "target would ask for four";
  signals.cpu = Ready(3, 0.98);
  EXPECT_EQ(Recommend(spec, signals).strategy, "target");
  EXPECT_EQ(Recommend(spec, signals).count, 5);
  signals.adaptive->count = 9;
  EXPECT_EQ(Recommend(spec, signals).count, 9);
  signals.adaptive.reset();
  EXPECT_EQ(Recommend(spec, signals).evidence["learning"], 1) << "which is said";
}

TEST(Strategy, TheHighestOfSeveralSignalsWinsAndIsNamed) {
  Spec spec;
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}, {"latency", TargetKind::kValue, 0.2}};
  auto signals = Busy(2, 0.9);
  signals.service = {{"queue.length", 750.0}, {"latency", 0.3}};
  const auto wanted = Recommend(spec, signals);
  EXPECT_EQ(wanted.count, 8);
  EXPECT_EQ(wanted.evidence.subject, "queue.length");
}

TEST(Strategy, ASignalThatFailsLeavesTheOthers) {
  Spec spec;
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  auto signals = Busy(2, 0.9);
  signals.service = {{"queue.length", std::nullopt}};
  EXPECT_EQ(Recommend(spec, signals).count, 3);
  signals.cpu = {};
  EXPECT_EQ(Recommend(spec, signals).reason, Reason::kNoSignal);
  EXPECT_EQ(Recommend(spec, signals).count, 2);
}

TEST(Strategy, MemoryIsAMeanLikeCpu) {
  Spec spec;
  spec.signals = {{"memory.utilization", TargetKind::kMean, 0.8}};
  auto signals = Busy(2, 0.1);
  signals.memory = Ready(2, 0.99);
  const auto wanted = Recommend(spec, signals);
  EXPECT_EQ(wanted.count, 3);
  EXPECT_EQ(wanted.evidence.subject, "memory.utilization");
}

TEST(Strategy, AnEmptyQueueLetsAServiceSleepWhateverItsIdleCpu) {
  Spec spec;
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  auto signals = Busy(1, 0.02);
  signals.service = {{"queue.length", 0.0}};
  EXPECT_EQ(Recommend(spec, signals).count, 1) << "with a minimum above 0 idle CPU keeps one";
  spec.min = 0;
  EXPECT_EQ(Recommend(spec, signals).count, 0);
  signals.service = {{"queue.length", std::nullopt}};
  EXPECT_EQ(Recommend(spec, signals).count, 1) << "a queue that nobody could read is not empty";
  signals = {.service = {{"queue.length", 120.0}}};
  EXPECT_EQ(Recommend(spec, signals).count, 2) << "and a job wakes it";
}

}  // namespace
}  // namespace docktor::decide
