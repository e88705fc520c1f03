#pragma once

#include <optional>
#include <string>
#include <vector>

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

}  // namespace docktor::serve::metrics
