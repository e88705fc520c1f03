#include "decide/forecast_words.h"

#include <gmock/gmock.h>

#include "decide/words.h"

namespace docktor::decide {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
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
              Contains("In replicas, slow requests reckoned in (2.7 % of all at 80 % CPU, each as dear as serving 50): "
                       "3 cost 6.4, 4 cost 5.5, 5 cost 5.2, 6 cost 6.1."));
}

TEST(ForecastWords, AHoldSaysWhyACheaperCountIsNotTakenYet) {
  const auto why = [](std::vector<Figure> figures) {
    auto d = Decided(SomeForecast());
    for (auto& figure : figures) d.recommendation.evidence.figures.push_back(figure);
    return Why(d);
  };
  EXPECT_THAT(why({{"better", 2}, {"superfluous_cost", 120}, {"patience", 200}}),
              Contains("2 would be cheaper: what is superfluous has cost 120 replica-seconds since it was last needed; "
                       "some goes when that comes to 200, though none within a minute."));
  EXPECT_THAT(
      why({{"better", 4}, {"missing_cost", 12}, {"start_cost", 20}}),
      Contains("4 would be cheaper: the shortage has cost 12 replica-seconds; more come when that is 20, what a "
               "start costs."));
  EXPECT_THAT(
      why({{"better", 4}, {"worth", 9}, {"worth_again", 30}}),
      Contains("4 would be cheaper: so soon after a drop a raise has to be worth 30 replica-seconds first; it is "
               "9."));
}

TEST(ForecastWords, WhatMakesReplicasBeKeptLessFullIsSaid) {
  auto forecast = SomeForecast();
  forecast.throttled_seconds = 0.05;
  forecast.cost_ratio = 0.8;
  EXPECT_THAT(
      Why(Decided(forecast, Adjusted({}, forecast))),
      IsSupersetOf({"An answer is slow that takes more than 500 ms; by how often replicas are held back at their "
                    "CPU limit one takes an idle one 50 ms.",
                    "A request costs 1.2 times the CPU that it did in the first hour."}));
  forecast.throttled_seconds = 0.001;
  for (const auto& line : Why(Decided(forecast, Adjusted({}, forecast))))
    EXPECT_THAT(line, Not(HasSubstr("held back")));
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
  EXPECT_THAT(Why(Decided(forecast)),
              Contains("A first burst is taken to grow by 3.0 times the first step, which makes 8.0 provided for."));
  forecast.bursts = 2;
  EXPECT_THAT(Why(Decided(forecast)), Contains(HasSubstr("Bursts of this service have grown by 3.0 times")));
}

TEST(ForecastWords, OfAnOldRecordNoNumberIsMadeUp) {
  auto d = Decided(SomeForecast());
  d.recommendation.evidence.figures = {{"demand", 2.6}, {"expected", 3.0}};
  for (const auto& line : Why(d)) EXPECT_THAT(line, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace docktor::decide
