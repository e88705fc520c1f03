#pragma once

#include <vector>

#include "core/forecast.h"
#include "core/spec.h"

namespace docktor::decide {

/// What a service's counts are priced by.
struct PriceTerms {
  /// How near to full a replica gets slow: the share of slow requests is exp(-knee × idle share). For a queue (M/M/1)
  /// it is the latency that is asked for over the time that serving one request takes.
  double knee = 18;
  /// Seconds beyond which an answer is slow; 0: nobody said. With it the knee is learned from how long answers take.
  double slow_after = 0;
  double slow_price = 50;  ///< one slow request costs as much as the replicas' time to serve so many
  bool queues = false;     ///< the knee is that of queues which hold replicas back at their limit
};

/// What a person says of a service, as terms. The slow requests that an SLO permits cost half as much as serving all of
/// them, whatever its target: 99 % make a slow one cost as much as 50.
PriceTerms TermsOf(const AdaptiveSettings& settings);

/// With the knee that holds for what has been learned: with a known time of service from that, else moved against what
/// a request has come to cost, since what has become dearer has become slower by as much, and no higher than the queues
/// suggest that hold replicas back at their limit.
PriceTerms Adjusted(PriceTerms terms, const Forecast& forecast);

/// Share of the requests that are slow at a utilization; beyond 1 it goes on to rise.
double SlowShare(double utilization, double knee);

/// The demand to be provided for: what is expected, or what a burst or past weeks ask for beyond that.
double ProvidedFor(const Forecast& forecast);

/// What each count from `min` to `max` would cost, in replicas: those that run, and the slow requests that are to be
/// expected. Index 0 is `min`. Past saturation the price goes on to rise, so that of two counts that are too small the
/// larger is the better one. `demand` is what is provided for; its spread is that of the forecast.
std::vector<double> Prices(const Forecast& forecast, double demand, const PriceTerms& terms, int min, int max);

}  // namespace docktor::decide
