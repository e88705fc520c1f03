#include "settings/fields/assignment.h"

#include <gmock/gmock.h>

namespace docktor::settings {
namespace {

using testing::HasSubstr;

TEST(Assignment, SetsWhatItSaysOverWhatThereIs) {
  Layer layer;
  ASSERT_TRUE(Assign(layer, "targets.cpu=70%", {"here"}));
  ASSERT_TRUE(Assign(layer, "max=12", {"here"}));
  Spec present;
  present.strategy = Strategy::kThreshold;
  present.adaptive.headroom = Headroom::kHigh;
  const auto spec = Applied(WithStrategy(layer), present);
  EXPECT_EQ(spec.strategy, Strategy::kTarget) << "whoever sets a target means the strategy that goes by it";
  EXPECT_EQ(spec.target.cpu, 0.7);
  EXPECT_EQ(spec.adaptive.headroom, Headroom::kHigh);
  EXPECT_EQ(layer.max->value, 12);
}

TEST(Assignment, WhatIsNotSaidStays) {
  Layer layer;
  ASSERT_TRUE(Assign(layer, "targets.memory=50%", {"here"}));
  Spec present;
  present.strategy = Strategy::kThreshold;
  present.signals = {{"memory.utilization", TargetKind::kMean, 0.8}, {"queue.length", TargetKind::kPerReplica, 5}};
  const auto spec = Applied(layer, present);
  EXPECT_EQ(spec.strategy, Strategy::kThreshold);
  ASSERT_EQ(spec.signals.size(), 2u);
  EXPECT_EQ(spec.signals[1], (SignalTarget{"memory.utilization", TargetKind::kMean, 0.5}));
}

struct WrongAssignment {
  std::string said, message, hint;
};
class WrongAssignmentTest : public testing::TestWithParam<WrongAssignment> {};
TEST_P(WrongAssignmentTest, SaysWhatWouldBeRight) {
  Layer layer;
  const auto done = Assign(layer, GetParam().said, {"here"});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(done.error().hint, HasSubstr(GetParam().hint));
  EXPECT_EQ(layer, Layer{});
}
INSTANTIATE_TEST_SUITE_P(All, WrongAssignmentTest,
                         testing::Values(WrongAssignment{"", "is no setting", "key=value"},
                                         WrongAssignment{"max", "is no setting", "key=value"},
                                         WrongAssignment{"targets.cpo=1", "no setting 'targets.cpo'", "targets.cpu"},
                                         WrongAssignment{"max=ten", "max: 'ten'", "whole number"}),
                         [](const auto& row) { return "case_" + std::to_string(row.index); });

}  // namespace
}  // namespace docktor::settings
