#pragma once

#include <string>
#include <vector>

#include "core/decision.h"
#include "core/forecast.h"
#include "decide/price.h"

namespace docktor::decide {

/// What the strategy `adaptive` reckoned with, as figures: the demand, what is expected of it and by whom, and what the
/// counts of `around` would cost by these terms. `prices` is for `min` replicas and up.
Evidence ForecastEvidence(const Forecast& forecast, const PriceTerms& terms, const std::vector<double>& prices, int min,
                          const std::vector<int>& around);

/// Whether the evidence is of that kind.
bool IsForecast(const Evidence& evidence);

/// "2.6 replicas busy, 3.0 expected in 17 s"
std::string ForecastInShort(const Evidence& evidence);
/// The rest of the reckoning: who expects what, and what which count would cost.
std::vector<std::string> ForecastInFull(const Evidence& evidence);

}  // namespace docktor::decide
