#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace docktor {

/// How many values fell below each of some bounds.
template <std::size_t kBounds>
struct Spread {
  std::array<double, kBounds> bounds;              ///< ascending; a value at one falls below it
  std::array<std::int64_t, kBounds + 1> counts{};  ///< between a bound and the one before; the last: above all
  double sum = 0;

  void Add(double value) {
    const auto place = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
    ++counts.at(static_cast<std::size_t>(place));
    sum += value;
  }
};

}  // namespace docktor
