#include "decide/pace.h"

#include <gtest/gtest.h>

#include "decide/resolve.h"

namespace docktor::decide {
namespace {

const Instant kStart{1'000'000s};

/// A service whose recommendations and changes follow one another; what the pace makes of each.
class PaceTest : public testing::Test {
 protected:
  int Wish(Duration at, int count) {
    const auto now = kStart + at;
    pace_.Wished(now, count, behavior_);
    const auto verdict = Resolve(count, pace_.Constraints(running_, behavior_, now));
    because_ = verdict.because;
    if (verdict.count != running_) pace_.Scaled(now, verdict.count - running_);
    return running_ = verdict.count;
  }

  Behavior behavior_ = TargetSettings{}.behavior;
  Pace pace_;
  int running_ = 2;
  Reason because_{};
};

TEST_F(PaceTest, UpIsAtOnceButAtMostDoubleOrFourInFifteenSeconds) {
  EXPECT_EQ(Wish(0s, 50), 6);  // four more is more than double of two
  EXPECT_EQ(because_, Reason::kScaleUpLimit);
  EXPECT_EQ(Wish(5s, 50), 6);
  EXPECT_EQ(Wish(15s, 50), 12);
  EXPECT_EQ(Wish(30s, 50), 24);
}

TEST_F(PaceTest, DownWaitsForTheWholeWindow) {
  running_ = 8;
  EXPECT_EQ(Wish(0s, 8), 8);
  EXPECT_EQ(Wish(10s, 2), 8);
  EXPECT_EQ(because_, Reason::kScaleDownStabilized);
  EXPECT_EQ(Wish(299s, 2), 8);
  EXPECT_EQ(Wish(300s, 3), 3);
}

TEST_F(PaceTest, TheHighestWishInTheWindowCounts) {
  running_ = 8;
  Wish(0s, 8);
  Wish(200s, 5);
  EXPECT_EQ(Wish(310s, 1), 5);
  EXPECT_EQ(Wish(499s, 1), 5);
  EXPECT_EQ(Wish(501s, 1), 1);
}

TEST_F(PaceTest, ARateDownwardCounts) {
  behavior_.down = {.window = 0s, .policies = {{RateKind::kReplicas, 1, 60s}}};
  running_ = 8;
  EXPECT_EQ(Wish(0s, 1), 7);
  EXPECT_EQ(because_, Reason::kScaleDownLimit);
  EXPECT_EQ(Wish(59s, 1), 7);
  EXPECT_EQ(Wish(60s, 1), 6);
}

TEST_F(PaceTest, TheLeastOfSeveralPoliciesCountsWhereAskedFor) {
  behavior_.up.select = Select::kMin;
  EXPECT_EQ(Wish(0s, 50), 4);
}

TEST_F(PaceTest, ADisabledDirectionIsClosed) {
  behavior_.up.select = Select::kDisabled;
  EXPECT_EQ(Wish(0s, 50), 2);
  behavior_.down.select = Select::kDisabled;
  EXPECT_EQ(Wish(1h, 1), 2);
}

TEST_F(PaceTest, AWindowUpwardTakesTheLowestWish) {
  behavior_.up.window = 60s;
  Wish(0s, 2);
  EXPECT_EQ(Wish(5s, 6), 2);
  EXPECT_EQ(because_, Reason::kScaleUpStabilized);
  EXPECT_EQ(Wish(61s, 6), 6);
}

TEST_F(PaceTest, RatesSurviveARestart) {
  Pace again({{kStart, 4}});
  again.Wished(kStart + 5s, 50, behavior_);
  EXPECT_EQ(Resolve(50, again.Constraints(6, behavior_, kStart + 5s)).count, 6);
}

}  // namespace
}  // namespace docktor::decide
