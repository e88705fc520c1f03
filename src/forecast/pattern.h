#pragma once

#include <span>
#include <vector>

#include "core/load_point.h"

#include <boost/describe.hpp>

namespace docktor::forecast {

/// The days on which something comes back. Workdays are Mondays to Fridays.
enum class PatternDays {
  kEvery,
  kWorkdays,
  kWeekends,
  kSundays,
  kMondays,
  kTuesdays,
  kWednesdays,
  kThursdays,
  kFridays,
  kSaturdays,
};
BOOST_DESCRIBE_ENUM(PatternDays, kEvery, kWorkdays, kWeekends, kSundays, kMondays, kTuesdays, kWednesdays, kThursdays,
                    kFridays, kSaturdays)

/// What the hours of a pattern are set against.
enum class PatternAgainst {
  kOtherTimes,  ///< what any hour of any day is usually like
  kOtherDays,   ///< the same hours of the days that it is not about
};
BOOST_DESCRIBE_ENUM(PatternAgainst, kOtherTimes, kOtherDays)

/// Hours in which the load is more than usual, again and again.
struct Pattern {
  PatternDays on = PatternDays::kEvery;
  int from_hour = 0;  ///< 0 to 23
  int to_hour = 0;    ///< 1 to 24, after `from_hour`: where the hours end
  double demand = 0;  ///< busy replicas in them, on average
  double usual = 0;   ///< and in what they are set against
  PatternAgainst against = PatternAgainst::kOtherTimes;
  int days = 0;  ///< on which it was looked for
  friend bool operator==(const Pattern&, const Pattern&) = default;
};
BOOST_DESCRIBE_STRUCT(Pattern, (), (on, from_hour, to_hour, demand, usual, against, days))

/// Those that three days in four have shown (three at least; of weekends and single weekdays two weeks), and no weekday
/// among them has mostly lacked: half as much again as usual and half a busy replica more. The widest that holds is
/// told, and not again for its days, unless these stand out among the others. The largest first, five at most.
/// `utc_offset`: of the clocks that people there read, today.
std::vector<Pattern> FindPatterns(std::span<const LoadPoint> history, Duration utc_offset);

}  // namespace docktor::forecast
