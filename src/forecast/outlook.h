#pragma once

#include <span>
#include <vector>

#include "core/load_point.h"

#include <boost/describe.hpp>

namespace docktor::forecast {

/// What is expected of one moment, in fully busy replicas: in one of ten cases less than `low`, in five less than
/// `middle`, in nine less than `high`.
struct OutlookPoint {
  Instant at{};
  double low = 0, middle = 0, high = 0;
};
BOOST_DESCRIBE_STRUCT(OutlookPoint, (), (at, low, middle, high))

/// How good past outlooks were, so far ahead. Errors are means of how far off each was, in busy replicas, of the same
/// occasions.
struct OutlookAccuracy {
  Duration ahead{0};
  int occasions = 0;
  double covered = 0;  ///< share of what came that was within the band; 0.8 would be right
  double error = 0;
  double error_as_now = 0;        ///< of saying "as now"
  double error_as_yesterday = 0;  ///< of saying "as yesterday at this time"
};
BOOST_DESCRIBE_STRUCT(OutlookAccuracy, (), (ahead, occasions, covered, error, error_as_now, error_as_yesterday))

struct Outlook {
  std::vector<OutlookPoint> points;       ///< each five minutes of the next day; none where too little is known
  std::vector<OutlookAccuracy> accuracy;  ///< where there were occasions to see
};

/// Looks a day ahead from the load of the last weeks. Four simple forecasts (as now, as yesterday at this time, as at
/// this time of the last days, as at this time of the same weekday) are weighted, for each distance, by the inverse of
/// their squared error at that distance; what came on those occasions, relative to that mean, makes the band and its
/// middle. All of it is found by walking through the last week as if each moment (one in three, where there is more
/// than a day) were the present: nothing is judged on what it has seen. `history` is oldest first, in steps of at most
/// five minutes, and may have gaps. Some tens of milliseconds for five weeks.
Outlook LookOut(std::span<const LoadPoint> history, Instant now);

}  // namespace docktor::forecast
