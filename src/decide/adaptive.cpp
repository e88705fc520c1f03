#include "decide/adaptive.h"

#include <algorithm>
#include <cmath>

#include "decide/forecast_words.h"

namespace docktor::decide {
namespace {

constexpr Duration kSoon = 10min;   // after a change, the opposite one costs more
constexpr double kReversal = 400;   // replica-seconds, for a drop soon after a raise
constexpr double kWorthAgain = 30;  // for a raise soon after a drop
constexpr double kFade = 0.7;       // of that worth, for each beat that asks for no raise

/// What a burst is provided for: how far it may yet grow, though no further than the host can carry it. What is seen
/// already is asked for whatever the host says.
double Grown(double demand, double burst, const std::optional<double>& carried) {
  return carried ? std::max(demand, std::min(burst, *carried)) : burst;
}

bool Soon(const std::optional<Instant>& then, Instant now) { return then && now - *then < kSoon; }

int Cheapest(const std::vector<double>& prices, int min) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < prices.size(); ++i)
    if (prices[i] < prices[best] - 1e-9) best = i;
  return min + static_cast<int>(best);
}

double PriceOf(int count, const std::vector<double>& prices, int min) {
  const auto index = std::clamp(count - min, 0, static_cast<int>(prices.size()) - 1);
  return prices[static_cast<std::size_t>(index)];
}

Recommendation Answer(int count, int best, const Forecast& forecast, const PriceTerms& terms,
                      const std::vector<double>& prices, const Adaptive::Question& asked) {
  Recommendation wanted{.strategy = "adaptive", .count = count, .reason = Reason::kWithinRange};
  if (count > asked.current) wanted.reason = Reason::kForecastAbove;
  if (count < asked.current) wanted.reason = Reason::kForecastBelow;
  wanted.evidence =
      ForecastEvidence(forecast, terms, prices, asked.min, {asked.current, count, best - 1, best, best + 1});
  wanted.band_floor = std::min(count, best);
  wanted.band_ceiling = std::max(count, best);
  return wanted;
}

}  // namespace

int Adaptive::Up(const std::vector<double>& prices, int least, const Question& asked) {
  if (Soon(dropped_, asked.now)) {  // undoing a drop must be worth something first
    worth_ += Seconds(asked.beat) * (PriceOf(asked.current, prices, asked.min) - PriceOf(least, prices, asked.min));
    if (worth_ < kWorthAgain) return asked.current;
  }
  worth_ = 0;
  return least;
}

double Adaptive::Patience(const AdaptiveTerms& terms, Instant now) const {
  return terms.calmness + (Soon(raised_, now) ? kReversal : 0);
}

int Adaptive::Down(const AdaptiveTerms& terms, const Question& asked) {
  worth_ *= kFade;
  return drop_.Lowest(asked.current, Patience(terms, asked.now), asked.now);
}

/// Why the present count is kept though another one would be cheaper.
void Adaptive::Excuse(int best, int least, const AdaptiveTerms& terms, const Question& asked,
                      Evidence& evidence) const {
  auto& figures = evidence.figures;
  figures.push_back({"better", static_cast<double>(best)});
  if (best < asked.current) {
    figures.push_back({"superfluous_cost", drop_.Spent(asked.current, asked.now)});
    figures.push_back({"patience", Patience(terms, asked.now)});
  } else if (least > asked.current) {
    figures.push_back({"worth", worth_});
    figures.push_back({"worth_again", kWorthAgain});
  } else {
    figures.push_back({"missing_cost", raise_.Owed(asked.current)});
    figures.push_back({"start_cost", LazyRaise::kStartCost});
  }
}

/// Whoever changed the count, the opposite change costs more for a while; and what somebody added is not superfluous
/// before it was there.
void Adaptive::SeeChange(const Question& asked) {
  if (current_ && asked.current > *current_) {
    raised_ = asked.now;
    drop_.Note(asked.current, asked.min, asked.max, asked.now);
  }
  if (current_ && asked.current < *current_) dropped_ = asked.now;
  current_ = asked.current;
}

Recommendation Adaptive::Choose(Forecast forecast, const AdaptiveTerms& terms, const Question& asked) {
  SeeChange(asked);
  forecast.carried = asked.carried;
  if (forecast.burst > 0) forecast.burst = Grown(forecast.demand, forecast.burst, asked.carried);
  const auto price = Adjusted(terms.price, forecast);
  const auto prices = Prices(forecast, ProvidedFor(forecast), price, asked.min, asked.max);
  const int best = std::max(Cheapest(prices, asked.min), std::min(asked.others, asked.max));
  drop_.Note(best, asked.min, asked.max, asked.now);
  const int least = raise_.Least(prices, asked.min, Seconds(asked.beat), asked.current);
  const int count = asked.current < least ? Up(prices, least, asked) : Down(terms, asked);
  auto wanted = Answer(count, best, forecast, price, prices, asked);
  if (count == asked.current && best != count) Excuse(best, least, terms, asked, wanted.evidence);
  return wanted;
}

Recommendation Adaptive::AtBurst(Forecast seen, double demand, const AdaptiveTerms& terms, const Question& asked) {
  seen.demand = demand;
  seen.carried = asked.carried;
  seen.burst = Grown(demand, demand + seen.burst_growth * std::max(0.0, demand - seen.level), asked.carried);
  const auto price = Adjusted(terms.price, seen);
  const auto prices = Prices(seen, ProvidedFor(seen), price, asked.min, asked.max);
  const int best = Cheapest(prices, asked.min);
  auto wanted = Answer(std::max(best, asked.current), best, seen, price, prices, asked);
  wanted.reason = wanted.count > asked.current ? Reason::kBurst : Reason::kWithinRange;
  return wanted;
}

}  // namespace docktor::decide
