#include "forecast/line.h"

#include <algorithm>

namespace docktor::forecast {

std::optional<Line> LineThrough(const std::deque<double>& values, std::size_t most) {
  const auto count = std::min(most, values.size());
  if (count < 4) return std::nullopt;
  const auto n = static_cast<double>(count);
  Line line{.middle = (n - 1) / 2};
  double sum = 0, moment = 0;
  double place = 0;
  for (auto value = values.end() - static_cast<std::ptrdiff_t>(count); value != values.end(); ++value, ++place) {
    sum += *value;
    moment += (place - line.middle) * *value;
  }
  line.mean = sum / n;
  line.slope = moment / (n * (n * n - 1) / 12);
  return line;
}

}  // namespace docktor::forecast
