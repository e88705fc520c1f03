#include "serve/metrics/family.h"

#include "core/utf8.h"

namespace docktor::serve::metrics {

Point PointOf(double value, Labels labels) {
  Point point;
  for (auto& label : labels) label.value = ToUtf8(label.value);
  point.label = std::move(labels);
  point.gauge.value = point.counter.value = value;  // the family's type says which of them counts
  return point;
}

Points OneOf(std::optional<double> value) { return value ? Points{PointOf(*value)} : Points{}; }

}  // namespace docktor::serve::metrics
