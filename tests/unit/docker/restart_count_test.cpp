/// Replicas that their restart policy starts again and again.
#include <gtest/gtest.h>

#include "docker/project/description.h"
#include "unit/docker/inspects.h"

namespace docktor::docker {
namespace {

Phase PhaseOf(const char* state, int restarts) {
  auto inspect = WebReplica();
  inspect["State"] = ParseJson(state).value();
  inspect["RestartCount"] = restarts;
  return ParseReplica(inspect)->phase;
}

constexpr const char* kStarting = R"({"Status":"running","Health":{"Status":"starting"}})";

TEST(RestartCount, OneRestartMayStillBecomeReady) {
  EXPECT_EQ(PhaseOf(kStarting, 0), Phase::kStarting);
  EXPECT_EQ(PhaseOf(kStarting, 1), Phase::kStarting);
}

TEST(RestartCount, WhatDiesAgainAndAgainBeforeItIsHealthyIsNoStartToWaitFor) {
  EXPECT_EQ(PhaseOf(kStarting, 2), Phase::kUnhealthy);
  EXPECT_EQ(PhaseOf(kStarting, 300), Phase::kUnhealthy);
}

TEST(RestartCount, WhatIsHealthyCountsWhateverItHasBeenThrough) {
  EXPECT_EQ(PhaseOf(R"({"Status":"running","Health":{"Status":"healthy"}})", 300), Phase::kReady);
  EXPECT_EQ(PhaseOf(R"({"Status":"running"})", 300), Phase::kReady) << "nothing says that it is not";
}

}  // namespace
}  // namespace docktor::docker
