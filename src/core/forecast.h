#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

/// One way of forecasting, and how much it counts at present.
struct Expert {
  std::string name;     ///< "15s average", "1m line"
  double expected = 0;  ///< demand at the horizon
  double weight = 0;    ///< share, 0 to 1; all of a forecast's add up to 1
  friend bool operator==(const Expert&, const Expert&) = default;
};
BOOST_DESCRIBE_STRUCT(Expert, (), (name, expected, weight))

/// What a service's load is, and what it will be when a replica that is ordered now can serve. Demand is counted in
/// fully busy replicas: 3.2 = the work of three replicas at 100 % and a fifth of one more.
struct Forecast {
  double demand = 0;                    ///< now
  double level = 0;                     ///< of the last 15 s
  double burst_above = 0;               ///< a demand beyond this is no noise: a burst has begun
  double expected = 0;                  ///< at the horizon
  double burst = 0;                     ///< to be provided for because a burst has just begun; 0: none has
  std::optional<double> carried = {};   ///< that the host's free cores carry, which caps what a burst may grow to
  std::optional<double> foreseen = {};  ///< at the horizon, by what past weeks say; empty: not asked, or not known
  double burst_growth = 3;              ///< how far bursts go beyond their first step, in times that step
  int bursts = 0;                       ///< that this was learned from; none: it is a guess
  Duration horizon{0};                  ///< the learned start-up time and one beat
  std::vector<double> ratios;           ///< equally likely ones of what came to what had been expected, ascending
  std::optional<double> service_seconds =
      {};  ///< that one request takes a replica with nothing else to do; empty: not known
  /// The same, by how often replicas are held back at their limit, which tells of queues; empty: not known.
  std::optional<double> throttled_seconds = {};
  double cost_ratio = 1;  ///< CPU for each byte received in the first hour, to that of now; 1: not known
  std::vector<Expert> experts;
  friend bool operator==(const Forecast&, const Forecast&) = default;
};
BOOST_DESCRIBE_STRUCT(Forecast, (),
                      (demand, level, burst_above, expected, burst, foreseen, carried, burst_growth, bursts, horizon,
                       ratios, service_seconds, throttled_seconds, cost_ratio, experts))

}  // namespace docktor
