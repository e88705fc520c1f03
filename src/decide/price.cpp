#include "decide/price.h"

#include <algorithm>
#include <cmath>

namespace docktor::decide {
namespace {

constexpr double kSteep = 3;        // past saturation, of what goes beyond
constexpr double kPermitted = 0.5;  // what all slow requests that an SLO permits cost, of what serving all costs
constexpr double kLeastKnee = 8, kMostKnee = 80;
constexpr double kUsuallySlow = 0.5;  // seconds, where nobody said
constexpr double kLeastRatio = 0.5, kMostRatio = 1.2;

double KneeOf(Headroom headroom) {
  switch (headroom) {
    case Headroom::kLow: return 25;
    case Headroom::kNormal: break;
    case Headroom::kHigh: return 12;
  }
  return 18;
}

}  // namespace

PriceTerms TermsOf(const AdaptiveSettings& settings) {
  PriceTerms terms{.knee = KneeOf(settings.headroom)};
  if (!settings.slo) return terms;
  terms.slow_after = Seconds(settings.slo->latency);
  terms.slow_price = kPermitted / (1 - settings.slo->target);
  return terms;
}

double SlowShare(double utilization, double knee) {
  const double idle = 1 - utilization;
  return idle > 0 ? std::exp(-knee * idle) : 1 - kSteep * idle;
}

PriceTerms Adjusted(PriceTerms terms, const Forecast& forecast) {
  const double wished = terms.knee / KneeOf(Headroom::kNormal);
  if (terms.slow_after > 0 && forecast.service_seconds) {
    terms.knee = wished * std::clamp(terms.slow_after / *forecast.service_seconds, kLeastKnee, kMostKnee);
    return terms;
  }
  terms.knee *= std::clamp(forecast.cost_ratio, kLeastRatio, kMostRatio);
  if (!forecast.throttled_seconds) return terms;
  const double slow_after = terms.slow_after > 0 ? terms.slow_after : kUsuallySlow;
  const double knee = wished * std::max(kLeastKnee, slow_after / *forecast.throttled_seconds);
  if (knee >= terms.knee) return terms;
  return {.knee = knee, .slow_after = slow_after, .slow_price = terms.slow_price, .queues = true};
}

double ProvidedFor(const Forecast& forecast) {
  return std::max({forecast.expected, forecast.burst, forecast.foreseen.value_or(0)});
}

std::vector<double> Prices(const Forecast& forecast, double demand, const PriceTerms& terms, int min, int max) {
  std::vector<double> prices;
  const auto outcomes = static_cast<double>(forecast.ratios.size());
  for (int count = min; count <= max; ++count) {
    const double replicas = std::max(count, 1);
    double slow = 0;
    for (const double ratio : forecast.ratios) slow += SlowShare(demand * ratio / replicas, terms.knee);
    prices.push_back(count + terms.slow_price * demand * slow / outcomes);
  }
  return prices;
}

}  // namespace docktor::decide
