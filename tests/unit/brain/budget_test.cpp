/// How much, and how soon again, a model is asked.
#include <gmock/gmock.h>

#include "brain/judge/breaker.h"
#include "brain/judge/budget.h"

namespace docktor::brain {
namespace {

using testing::HasSubstr;

constexpr Instant kStart{1'700'000'000s};

TEST(Budget, OnThisMachineOnlyWhatIsSaidHolds) {
  EXPECT_EQ(BudgetFor({}, true), BrainBudget{});
  EXPECT_EQ(BudgetFor({}, false), UsualBudget());
  EXPECT_EQ(BudgetFor({.calls_per_hour = 600}, false).calls_per_hour, 600);
  EXPECT_EQ(BudgetFor({.calls_per_hour = 600}, false).tokens_per_day, 200'000);
}

TEST(Budget, CallsCountForAnHour) {
  Spending spending;
  const BrainBudget three{.calls_per_hour = 3};
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(spending.Over(three, true, kStart + i * 1min));
    spending.Note({kStart + i * 1min, 10, 0}, true);
  }
  const auto over = spending.Over(three, true, kStart + 10min);
  ASSERT_TRUE(over);
  EXPECT_THAT(over->what, HasSubstr("3 calls in the last hour"));
  EXPECT_EQ(over->until, kStart + 1h);
  EXPECT_FALSE(spending.Over(three, true, over->until));
}

TEST(Budget, TokensAndDollarsCountForADay) {
  Spending spending;
  spending.Note({kStart, 900, 0.4}, true);
  spending.Note({kStart + 1h, 200, 0.7}, true);
  EXPECT_THAT(spending.Over({.tokens_per_day = 1000}, true, kStart + 2h)->what, HasSubstr("1100 tokens"));
  EXPECT_THAT(spending.Over({.dollars_per_day = 1.0}, true, kStart + 2h)->what, HasSubstr("1.10 dollars"));
  EXPECT_FALSE(spending.Over({.tokens_per_day = 1000, .dollars_per_day = 1.0}, true, kStart + 24h));
  EXPECT_FALSE(spending.Over({}, true, kStart + 2h));
}

Failure Of(Trouble trouble, std::optional<Duration> retry_after = {}) {
  return {.trouble = trouble, .error = {Errc::kUnavailable, "no"}, .retry_after = retry_after};
}

TEST(Breaker, WaitsLongerEachTimeAndStartsOverWithAnAnswer) {
  Breaker breaker;
  EXPECT_FALSE(breaker.Until(kStart));
  for (const auto pause : {10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
    breaker.Failed(Of(Trouble::kUnreachable), kStart);
    EXPECT_EQ(breaker.Until(kStart), kStart + pause);
  }
  EXPECT_FALSE(breaker.Until(kStart + 300s));
  breaker.Answered();
  EXPECT_FALSE(breaker.Until(kStart));
  breaker.Failed(Of(Trouble::kLate), kStart);
  EXPECT_EQ(breaker.Until(kStart), kStart + 10s);
}

TEST(Breaker, HeedsWhatTheEndpointAsksFor) {
  Breaker breaker;
  breaker.Failed(Of(Trouble::kBusy, 42s), kStart);
  EXPECT_EQ(breaker.Until(kStart), kStart + 42s);
}

TEST(Breaker, WhatNoWaitingMendsIsTriedSeldom) {
  for (const auto trouble :
       {Trouble::kKeyRefused, Trouble::kNoSuchModel, Trouble::kNothingLeft, Trouble::kNotUnderstood}) {
    Breaker breaker;
    breaker.Failed(Of(trouble), kStart);
    EXPECT_EQ(breaker.Until(kStart), kStart + 5min);
  }
}

}  // namespace
}  // namespace docktor::brain
