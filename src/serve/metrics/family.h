#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/spread.h"

#include <prometheus/metric_family.h>

namespace docktor::serve::metrics {

using Family = prometheus::MetricFamily;
using Type = prometheus::MetricType;
using Point = prometheus::ClientMetric;
using Points = std::vector<Point>;
using Labels = std::vector<Point::Label>;

/// Of a gauge or a counter. What is no UTF-8 in a label becomes U+FFFD: a scrape that has it is refused as a whole.
Point PointOf(double value, Labels labels = {});
/// One point, or none where there is no value.
Points OneOf(std::optional<double> value);

template <std::size_t kBounds>
Point HistogramOf(const Spread<kBounds>& spread, Labels labels = {}) {
  auto point = PointOf(0, std::move(labels));
  std::uint64_t below = 0;
  for (std::size_t i = 0; i <= kBounds; ++i) {
    below += static_cast<std::uint64_t>(spread.counts[i]);
    point.histogram.bucket.push_back({below, i < kBounds ? spread.bounds[i] : std::numeric_limits<double>::infinity()});
  }
  point.histogram.sample_count = below;
  point.histogram.sample_sum = spread.sum;
  return point;
}

}  // namespace docktor::serve::metrics
