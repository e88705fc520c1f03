#include "decide/needed.h"

#include <gtest/gtest.h>

namespace docktor::decide {
namespace {

Spec Of(Strategy strategy) {
  Spec spec;
  spec.strategy = strategy;
  spec.min = 1;
  spec.max = 12;
  return spec;
}

TEST(Needed, OfATargetIsTheLoadOverIt) {
  const auto spec = Of(Strategy::kTarget);
  EXPECT_EQ(Needed(spec, 0), 1);
  EXPECT_EQ(Needed(spec, 3), 5);
  EXPECT_EQ(Needed(spec, 3.01), 6);
  EXPECT_EQ(Needed(spec, 100), 12);
}

TEST(Needed, AdaptiveLeavesRoomAndNeverShrinksWithTheLoad) {
  auto spec = Of(Strategy::kAdaptive);
  int before = 0;
  for (double demand = 0; demand < 10; demand += 0.25) {
    const int count = Needed(spec, demand);
    EXPECT_GE(count, before);
    EXPECT_TRUE(count > demand || count == spec.max) << demand;
    before = count;
  }
  spec.adaptive.headroom = Headroom::kHigh;
  const int roomy = Needed(spec, 4);
  spec.adaptive.headroom = Headroom::kLow;
  EXPECT_LT(Needed(spec, 4), roomy);
}

TEST(Needed, BoundsHold) {
  auto spec = Of(Strategy::kAdaptive);
  spec.min = spec.max = 3;
  EXPECT_EQ(Needed(spec, 9), 3);
  spec.min = 0;
  spec.max = 0;
  EXPECT_EQ(Needed(spec, 9), 0);
}

}  // namespace
}  // namespace docktor::decide
