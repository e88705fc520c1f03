#include "decide/price.h"

#include <cmath>

namespace docktor::decide {
namespace {

constexpr double kSteep = 3;  // past saturation, of what goes beyond

double SlowShare(double utilization, double knee) {
  const double idle = 1 - utilization;
  return idle > 0 ? std::exp(-knee * idle) : 1 - kSteep * idle;
}

}  // namespace

double KneeOf(Headroom headroom) {
  switch (headroom) {
    case Headroom::kLow: return 25;
    case Headroom::kNormal: break;
    case Headroom::kHigh: return 12;
  }
  return 18;
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
