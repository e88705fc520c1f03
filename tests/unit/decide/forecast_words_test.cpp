#include "decide/forecast_words.h"

#include <gmock/gmock.h>

#include "decide/words.h"

namespace docktor::decide {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Forecast SomeForecast() {
  return {.demand = 2.6,
          .expected = 3.0,
          .horizon = 17s,
          .ratios = {0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6},
          .experts = {{"15s average", 2.6, 0.25}, {"1m line", 3.13, 0.75}}};
}

Decision Decided(const Forecast& forecast, const PriceTerms& terms = {}) {
  Decision d{.service = {"shop", "web"}};
  d.inputs = {.running = 3, .ready = 3};
  d.recommendation = {.strategy = "adaptive", .count = 5, .reason = Reason::kForecastAbove};
  d.recommendation.evidence = ForecastEvidence(forecast, terms, {9.5, 7.2, 6.4, 5.5, 5.25, 6.1}, 1, {3, 5, 4, 6, 5, 7});
  d.wish = {5, Actor::kRules};
  d.verdict = {.count = 5};
  d.action = Action{.from = 3, .to = 5};
  return d;
}

TEST(ForecastWords, TheSentenceNamesTheLoadAndWhatIsExpected) {
  EXPECT_EQ(Sentence(Decided(SomeForecast())), "web 3 → 5: 2.6 replicas busy, 3.0 expected in 17 s");
}

TEST(ForecastWords, WhyNamesEveryNumberThatWasReckonedWith) {
  const auto lines = Why(Decided(SomeForecast()));
  EXPECT_THAT(lines,
              Contains("Strategy adaptive: 2.6 replicas busy, 3.0 expected in 17 s, which asks for 5 replicas."));
  EXPECT_THAT(lines, Contains("Expects 3.0 busy replicas in 17 s, in eight of ten cases between 2.7 and 4.5."));
  EXPECT_THAT(lines, Contains("Forecast by weight: 15s average 2.6 (25 %), 1m line 3.1 (75 %)."));
  EXPECT_THAT(lines,
              Contains("In replicas, slow requests reckoned in: 3 cost 6.4, 4 cost 5.5, 5 cost 5.2, 6 cost 6.1."));
}

TEST(ForecastWords, AnSloIsToldWithWhatIsKnownOfIt) {
  auto forecast = SomeForecast();
  EXPECT_THAT(
      Why(Decided(forecast, {.slow_after = 0.5})),
      Contains("An answer is slow that takes more than 500 ms; how long one takes a replica that is idle is not "
               "known yet."));
  forecast.service_seconds = 0.0214;
  EXPECT_THAT(Why(Decided(forecast, {.slow_after = 0.5})),
              Contains("An answer is slow that takes more than 500 ms; one takes a replica that is idle 21.4 ms."));
}

TEST(ForecastWords, ABurstSaysWhatIsProvidedFor) {
  auto forecast = SomeForecast();
  forecast.burst = 8;
  EXPECT_THAT(Sentence(Decided(forecast)), HasSubstr("2.6 replicas busy, 8.0 provided for"));
}

TEST(ForecastWords, OfAnOldRecordNoNumberIsMadeUp) {
  auto d = Decided(SomeForecast());
  d.recommendation.evidence.figures = {{"demand", 2.6}, {"expected", 3.0}};
  for (const auto& line : Why(d)) EXPECT_THAT(line, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace docktor::decide
