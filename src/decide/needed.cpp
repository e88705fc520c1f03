#include "decide/needed.h"

#include <algorithm>
#include <cmath>

#include "decide/price.h"
#include "decide/strategy.h"

namespace docktor::decide {
namespace {

/// A steady load is read with some noise all the same.
const std::vector<double> kNoise{0.9, 1.0, 1.1};

int Cheapest(const Spec& spec, double demand, int min) {
  const auto terms = TermsOf(spec.adaptive);
  const auto prices = Prices({.ratios = kNoise}, demand, terms, min, spec.max);
  return min + static_cast<int>(std::min_element(prices.begin(), prices.end()) - prices.begin());
}

}  // namespace

int Needed(const Spec& spec, double demand) {
  const int min = std::max(1, spec.min);
  if (spec.max <= min) return spec.max;
  if (spec.strategy == Strategy::kAdaptive) return Cheapest(spec, demand, min);
  const double count = std::ceil(demand / CpuGoal(spec) - 1e-9);
  return static_cast<int>(std::clamp(count, static_cast<double>(min), static_cast<double>(spec.max)));
}

}  // namespace docktor::decide
