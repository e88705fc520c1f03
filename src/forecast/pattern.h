#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/load_point.h"

#include <boost/describe.hpp>

namespace docktor::forecast {

/// Hours in which the load is another than usual, again and again.
struct Pattern {
  std::optional<int> weekday = {};  ///< 0: Sunday; empty: of every day
  int from_hour = 0;                ///< 0 to 23
  int to_hour = 0;                  ///< 1 to 24, after `from_hour`: where the hours end
  double demand = 0;                ///< busy replicas in them, on average
  double usual = 0;                 ///< at all other times; for a weekday: in these hours of the other days
  int days = 0;                     ///< on which it was seen
  friend bool operator==(const Pattern&, const Pattern&) = default;
};
BOOST_DESCRIBE_STRUCT(Pattern, (), (weekday, from_hour, to_hour, demand, usual, days))

/// Those that each of at least three days (of two weeks for a weekday) has shown: half as much again as usual and half
/// a busy replica more. The largest first. `utc_offset`: of the clocks that people there read, today.
std::vector<Pattern> FindPatterns(std::span<const LoadPoint> history, Duration utc_offset);

}  // namespace docktor::forecast
