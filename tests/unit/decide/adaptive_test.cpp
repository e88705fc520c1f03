#include "decide/adaptive.h"

#include <gmock/gmock.h>

namespace docktor::decide {
namespace {

constexpr Duration kBeat = 5s;

/// A service whose load is told to the strategy as it is.
struct Flight {
  /// Lets this much be expected for that long; the counts that it was brought to.
  std::vector<int> Run(double demand, Duration length, double burst = 0) {
    std::vector<int> counts;
    for (Duration passed{0}; passed < length; passed += kBeat, burst = 0) {
      now += kBeat;
      const Forecast forecast{
          .demand = demand, .expected = demand, .burst = burst, .horizon = 17s, .ratios = {0.95, 1, 1.05}};
      last = adaptive.Choose(forecast, terms,
                             {.current = count, .min = min, .max = max, .others = others, .beat = kBeat, .now = now});
      if (last.count != count) counts.push_back(count = last.count);
    }
    return counts;
  }

  Adaptive adaptive;
  AdaptiveTerms terms;
  Recommendation last;
  int count = 4, min = 1, max = 20, others = 0;
  Instant now{1'800'000'000s};
};

TEST(Adaptive, ASteadyLoadComesToRestWhereItCostsLeast) {
  Flight flight;
  flight.Run(2.5, 30min);
  const int rest = flight.count;
  EXPECT_GE(rest, 3);
  EXPECT_LE(rest, 5);
  EXPECT_THAT(flight.Run(2.5, 24h), testing::IsEmpty()) << "and stays there";
  EXPECT_EQ(flight.last.reason, Reason::kWithinRange);
}

TEST(Adaptive, ALargeDeficitIsAnsweredAtOnceAndASmallOneWaitsUntilItHasCostAStart) {
  Flight flight;
  flight.Run(2.5, 30min);
  EXPECT_THAT(flight.Run(8, kBeat), testing::SizeIs(1));
  EXPECT_GE(flight.count, 10);
  EXPECT_EQ(flight.last.reason, Reason::kForecastAbove);
}

TEST(Adaptive, WhatIsNotDoneYetIsExcusedWithWhatItHasCostSoFar) {
  Flight flight;
  flight.Run(2.5, 30min);
  const int rest = flight.count;
  double missing = 0;
  for (double demand = 2.5; flight.count == rest && demand < 4; demand += 0.02) {
    flight.Run(demand, kBeat);
    const auto& evidence = flight.last.evidence;
    if (flight.count != rest || !(evidence["better"] > rest)) continue;
    EXPECT_GE(evidence["missing_cost"], missing) << "it only grows";
    missing = evidence["missing_cost"];
    EXPECT_EQ(evidence["start_cost"], 20);
  }
  EXPECT_GT(missing, 5);
  const int high = flight.count;
  double spent = 0;
  for (int i = 0; i < 12; ++i) flight.Run(0.5, kBeat);
  while (flight.count == high) {
    const auto& evidence = flight.last.evidence;
    EXPECT_GE(evidence["superfluous_cost"], spent) << "it only grows";
    spent = evidence["superfluous_cost"];
    EXPECT_EQ(evidence["patience"], 600) << "soon after a raise";
    flight.Run(0.5, kBeat);
  }
  EXPECT_GT(spent, 400);
}

TEST(Adaptive, ABurstIsProvidedForBeyondWhatIsSeen) {
  Flight flight;
  flight.Run(2.5, 30min);
  flight.Run(3.5, kBeat, 6.5);
  EXPECT_GE(flight.count, 8);
}

TEST(Adaptive, ABurstIsProvidedForOnlyAsFarAsTheHostCarriesItButWhatIsSeenIsAskedForAllTheSame) {
  const auto asked_for = [](std::optional<double> carried) {
    const Forecast forecast{.demand = 3.5, .level = 2.5, .expected = 3.5, .burst = 9, .ratios = {0.95, 1, 1.05}};
    const Adaptive::Question asked{.current = 4, .max = 30, .carried = carried, .beat = kBeat, .now = Instant{1h}};
    return std::pair(Adaptive().Choose(forecast, {}, asked).count, Adaptive::AtBurst(forecast, 3.5, {}, asked).count);
  };
  const auto [free, free_at_once] = asked_for({});
  const auto [some, some_at_once] = asked_for(5);
  const auto [none, none_at_once] = asked_for(1);
  EXPECT_GT(free, some);
  EXPECT_GT(some, none);
  EXPECT_GT(none, 4);
  EXPECT_GT(free_at_once, some_at_once);
  EXPECT_GT(some_at_once, none_at_once);
}

TEST(Adaptive, WhatPastWeeksForeseeIsProvidedFor) {
  const Forecast forecast{.demand = 2, .expected = 2, .foreseen = 8, .ratios = {0.95, 1, 1.05}};
  const auto wanted = Adaptive().Choose(forecast, {}, {.current = 3, .max = 30, .beat = kBeat, .now = Instant{1h}});
  EXPECT_GE(wanted.count, 9);
}

/// How long it takes to the first drop after the demand has fallen from `high` to `low`.
Duration Patience(double high, double low) {
  Flight flight;
  flight.Run(high, 1h);
  const auto fallen = flight.now;
  while (flight.Run(low, kBeat).empty() && flight.now - fallen < 1h) {
  }
  return flight.now - fallen;
}

TEST(Adaptive, ManySuperfluousReplicasGoSoonerThanOne) {
  EXPECT_LE(Patience(12, 1), 70s);
  EXPECT_GE(Patience(12, 1), 60s) << "but never at once";
  EXPECT_GE(Patience(3.0, 2.5), 190s);
  EXPECT_LE(Patience(3.0, 2.5), 210s);
}

TEST(Adaptive, SoonAfterARaiseADropWantsMorePatience) {
  Flight flight;
  flight.Run(2.5, 1h);
  const int before = flight.count;
  flight.Run(5, kBeat);
  ASSERT_GT(flight.count, before);
  const auto raised = flight.now;
  while (flight.count > before && flight.now - raised < 1h) flight.Run(2.5, kBeat);
  EXPECT_GT(flight.now - raised, 90s);
  EXPECT_LT(flight.now - raised, 11min);
}

TEST(Adaptive, ARaiseThatSomebodyElseOrderedIsARaiseToo) {
  Flight flight;
  flight.Run(2.5, 1h);
  const auto raised = flight.now;
  flight.count += 1;  // by a burst between two beats, or by hand
  while (flight.now - raised < 1h && flight.Run(2.5, kBeat).empty()) {
  }
  EXPECT_GT(flight.now - raised, 9min);
}

TEST(Adaptive, WhatAnotherSignalAskedForIsGivenBackWithPatience) {
  Flight flight;
  flight.Run(2.5, 1h);
  const int rest = flight.count;
  flight.count = 10;
  flight.others = 10;
  EXPECT_THAT(flight.Run(2.5, 30min), testing::IsEmpty()) << "the queue needs them";
  flight.others = 0;
  const auto emptied = flight.now;
  EXPECT_THAT(flight.Run(2.5, 55s), testing::IsEmpty());
  flight.Run(2.5, 1h);
  EXPECT_EQ(flight.count, rest);
  EXPECT_GT(flight.now, emptied);
}

TEST(Knee, IsLearnedWhereAnSloIsAskedForAndTheTimeOfServiceIsKnown) {
  const auto terms = TermsOf({.slo = Slo{500ms, 0.99}});
  EXPECT_EQ(Adjusted(terms, {}).knee, 18) << "a cautious guess until then";
  EXPECT_NEAR(Adjusted(terms, {.service_seconds = 0.02}).knee, 25, 1e-9);
  EXPECT_NEAR(Adjusted(terms, {.service_seconds = 0.02, .cost_ratio = 0.6}).knee, 25, 1e-9)
      << "a slower release shows in it";
  EXPECT_EQ(Adjusted(TermsOf({}), {.service_seconds = 0.02}).knee, 18) << "nobody said what is slow";
  EXPECT_NEAR(Adjusted(TermsOf({}), {.cost_ratio = 0.75}).knee, 13.5, 1e-9);
  EXPECT_LT(Adjusted(TermsOf({.slo = Slo{500ms}, .headroom = Headroom::kHigh}), {.service_seconds = 0.02}).knee, 25);
  EXPECT_NEAR(Adjusted(terms, {.throttled_seconds = 0.05}).knee, 10, 1e-9) << "replicas queue more than was guessed";
  EXPECT_NEAR(Adjusted(TermsOf({}), {.throttled_seconds = 0.05}).knee, 10, 1e-9)
      << "half a second is slow where nobody said";
  EXPECT_EQ(Adjusted(terms, {.throttled_seconds = 0.001}).knee, 18) << "that they queue less is no leave to fill them";
  EXPECT_NEAR(Adjusted(terms, {.service_seconds = 0.02, .throttled_seconds = 0.05}).knee, 25, 1e-9)
      << "latency tells best";
  EXPECT_GE(Adjusted(terms, {.throttled_seconds = 30}).knee, 8);
  EXPECT_GE(Adjusted(terms, {.service_seconds = 30}).knee, 8);
  EXPECT_LE(Adjusted(terms, {.service_seconds = 1e-6}).knee, 80);
}

TEST(SlowPrice, FollowsTheShareThatMayBeSlow) {
  EXPECT_NEAR(TermsOf({}).slow_price, 50, 1e-9);
  EXPECT_NEAR(TermsOf({.slo = Slo{500ms, 0.99}}).slow_price, 50, 1e-9);
  EXPECT_NEAR(TermsOf({.slo = Slo{500ms, 0.999}}).slow_price, 500, 1e-6);
}

TEST(AdaptiveHeadroom, TheMoreOfItTheMoreReplicas) {
  const auto rest = [](Headroom headroom) {
    Flight flight;
    flight.terms.price = TermsOf({.headroom = headroom});
    flight.Run(4, 2h);
    return flight.count;
  };
  EXPECT_LT(rest(Headroom::kLow), rest(Headroom::kHigh));
  EXPECT_LE(rest(Headroom::kNormal), rest(Headroom::kHigh));
  EXPECT_LE(rest(Headroom::kLow), rest(Headroom::kNormal));
}

TEST(AdaptiveCalm, MoreCalmnessChangesLess) {
  const auto changes = [](double calmness) {
    Flight flight;
    flight.terms.calmness = calmness;
    std::size_t all = 0;
    for (int i = 0; i < 40; ++i) {
      all += flight.Run(2.5, 4min).size();
      all += flight.Run(4, 4min).size();
    }
    return all;
  };
  EXPECT_LT(changes(600), changes(60));
}

TEST(AdaptivePrice, TheMoreReplicasTheFewerSlowRequests) {
  const Forecast forecast{.demand = 4, .expected = 4, .ratios = {0.9, 1, 1.1}};
  const auto prices = Prices(forecast, 4, {}, 1, 30);
  ASSERT_EQ(prices.size(), 30u);
  const auto cheapest = std::min_element(prices.begin(), prices.end()) - prices.begin() + 1;
  EXPECT_GE(cheapest, 5);
  EXPECT_LE(cheapest, 7);
  for (int n = 2; n <= 4; ++n)
    EXPECT_LT(prices[static_cast<std::size_t>(n - 1)], prices[static_cast<std::size_t>(n - 2)]) << "of too few";
  const auto careful = Prices(forecast, 4, {.knee = 10}, 1, 30);
  EXPECT_GT(std::min_element(careful.begin(), careful.end()) - careful.begin() + 1, cheapest);
}

TEST(AdaptiveBounds, ChangedBoundsForgetNothingThatMatters) {
  Flight flight;
  flight.Run(2.5, 1h);
  const int before = flight.count;
  flight.max = 8;
  EXPECT_THAT(flight.Run(2.5, 1h), testing::IsEmpty());
  EXPECT_EQ(flight.count, before);
  flight.Run(12, kBeat);
  EXPECT_EQ(flight.count, 8) << "no more than the maximum";
  flight.min = flight.max = 2;
  EXPECT_EQ((flight.Run(2.5, kBeat), flight.last.count), 8) << "bounds are others' business";
}

}  // namespace
}  // namespace docktor::decide
