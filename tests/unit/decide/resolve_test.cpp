#include "decide/resolve.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace docktor::decide {
namespace {

Constraint AtMost(Reason reason, Rank rank, int ceiling) {
  return {.reason = reason, .rank = rank, .ceiling = ceiling};
}
Constraint AtLeast(Reason reason, Rank rank, int floor) { return {.reason = reason, .rank = rank, .floor = floor}; }
Constraint Exactly(Reason reason, Rank rank, int n) {
  return {.reason = reason, .rank = rank, .floor = n, .ceiling = n};
}
Constraint Max(int n) { return AtMost(Reason::kTooManyReplicas, Rank::kBounds, n); }
Constraint Min(int n) { return AtLeast(Reason::kTooFewReplicas, Rank::kBounds, n); }
Constraint Missing(int n) { return AtLeast(Reason::kMissingReadings, Rank::kDataSafety, n); }
Constraint Person(int n) { return Exactly(Reason::kCommanded, Rank::kCommand, n); }
Constraint Full(int n) { return AtMost(Reason::kHostFull, Rank::kBounds, n); }
Constraint Window(int n) { return AtLeast(Reason::kScaleDownStabilized, Rank::kRate, n); }
Constraint Off(int n) { return Exactly(Reason::kNotEnabled, Rank::kEngineFact, n); }

struct Case {
  const char* name;
  int wanted;
  std::vector<Constraint> constraints;
  int count;
  Reason because;
  std::vector<Reason> overruled = {};
};

class ResolveTest : public testing::TestWithParam<Case> {};

TEST_P(ResolveTest, FindsTheVerdict) {
  const auto& c = GetParam();
  for (const bool reversed : {false, true}) {
    auto constraints = c.constraints;
    if (reversed) std::reverse(constraints.begin(), constraints.end());
    const auto verdict = Resolve(c.wanted, constraints);
    EXPECT_EQ(verdict.count, c.count);
    EXPECT_EQ(verdict.because, c.because);
    EXPECT_EQ(verdict.overruled, c.overruled);
    EXPECT_EQ(verdict.constraints.size(), c.constraints.size());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ResolveTest,
    testing::Values(Case{"nothing_in_force", 3, {}, 3, Reason::kWithinRange},
                    Case{"inside_everything", 3, {Min(1), Max(10)}, 3, Reason::kWithinRange},
                    Case{"above_the_maximum", 12, {Min(1), Max(10)}, 10, Reason::kTooManyReplicas},
                    Case{"below_the_minimum", 1, {Min(2), Max(10)}, 2, Reason::kTooFewReplicas},
                    Case{"lowered_maximum_beats_missing",
                         12,
                         {Max(10), Missing(12)},
                         10,
                         Reason::kTooManyReplicas,
                         {Reason::kMissingReadings}},
                    Case{"overruled_safety_still_holds_as_far_as_it_can",
                         2,
                         {Max(10), Missing(12)},
                         10,
                         Reason::kMissingReadings,
                         {Reason::kMissingReadings}},
                    Case{"missing_never_shrinks", 2, {Max(10), Missing(4)}, 4, Reason::kMissingReadings},
                    Case{"a_person_may_shrink_blind",
                         2,
                         {Max(10), Person(2), Missing(4)},
                         2,
                         Reason::kCommanded,
                         {Reason::kMissingReadings}},
                    Case{"a_person_stays_within_bounds",
                         20,
                         {Max(10), Person(20)},
                         10,
                         Reason::kTooManyReplicas,
                         {Reason::kCommanded}},
                    Case{"a_command_that_stands_goes_as_far_as_it_may",
                         5,
                         {Min(4), Person(2)},
                         4,
                         Reason::kCommanded,
                         {Reason::kCommanded}},
                    Case{"a_full_host_beats_the_minimum",
                         5,
                         {Min(5), Max(10), Full(3)},
                         3,
                         Reason::kHostFull,
                         {Reason::kTooFewReplicas}},
                    Case{"the_window_holds", 1, {Min(1), Max(10), Window(6)}, 6, Reason::kScaleDownStabilized},
                    Case{"a_service_that_nobody_enabled_is_left_alone",
                         9,
                         {Off(2), Min(3), Max(10)},
                         2,
                         Reason::kNotEnabled,
                         {Reason::kTooFewReplicas}},
                    Case{"a_negative_wish_is_none", -5, {}, 0, Reason::kWithinRange}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace docktor::decide
