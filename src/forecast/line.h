#pragma once

#include <deque>
#include <optional>

namespace docktor::forecast {

/// A straight line through values that are one beat apart (least squares).
struct Line {
  double mean = 0;
  double slope = 0;   ///< per beat
  double middle = 0;  ///< beats from the mean's place to the newest value

  double At(double beats_ahead) const { return mean + slope * (middle + beats_ahead); }
};

/// Through the newest `most` of them; empty where there are fewer than four.
std::optional<Line> LineThrough(const std::deque<double>& values, std::size_t most);

}  // namespace docktor::forecast
