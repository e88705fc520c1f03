#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace docktor::observe {

/// One line of Prometheus' text format.
struct MetricSample {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string>> labels;
  double value = 0;

  /// Empty where it has none of that name.
  std::string_view Label(std::string_view label) const;
};

/// Calls `on_sample` for each sample whose name begins with `prefix`. Comments, and lines that are no samples, are
/// passed over.
void ForEachSample(std::string_view text, std::string_view prefix,
                   const std::function<void(const MetricSample&)>& on_sample);

}  // namespace docktor::observe
