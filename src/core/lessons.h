#pragma once

#include <optional>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

/// What one unit of load (a byte received, a request) costs, in fully busy replicas for so many a second.
struct CostLesson {
  int beats = 0;      ///< that it was learned from; none: it is not known
  double recent = 0;  ///< over three minutes
  double slow = 0;    ///< over half an hour
  double first = 0;   ///< of the first hour
  friend bool operator==(const CostLesson&, const CostLesson&) = default;
};
BOOST_DESCRIBE_STRUCT(CostLesson, (), (beats, recent, slow, first))

/// How long one request takes a replica that has nothing else to do.
struct ServiceTimeLesson {
  int beats = 0;
  double log_seconds = 0;  ///< the logarithm, averaged
  friend bool operator==(const ServiceTimeLesson&, const ServiceTimeLesson&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceTimeLesson, (), (beats, log_seconds))

/// How far bursts go beyond what their first beat shows.
struct BurstLesson {
  int bursts = 0;     ///< that it was learned from; none: it is not known
  double growth = 0;  ///< times the first step
  friend bool operator==(const BurstLesson&, const BurstLesson&) = default;
};
BOOST_DESCRIBE_STRUCT(BurstLesson, (), (bursts, growth))

/// How far forecasts were off.
struct ForecastLesson {
  std::vector<double> errors;     ///< of each expert, in their order: mean squared, relative
  std::vector<double> short_run;  ///< ratios of what came to what was expected, oldest first: 40 min
  std::vector<double> long_run;   ///< 4 h
  friend bool operator==(const ForecastLesson&, const ForecastLesson&) = default;
};
BOOST_DESCRIBE_STRUCT(ForecastLesson, (), (errors, short_run, long_run))

/// What has been learned of a service's load and is worth more than a start from nothing, though losing it costs no
/// more than learning it again.
struct Lessons {
  Instant at{};  ///< when it was learned last
  std::optional<Duration> start_time = {};
  ServiceTimeLesson service_time = {};    ///< from how long answers take
  ServiceTimeLesson throttled_time = {};  ///< from how often replicas are held back at their limit
  CostLesson requests = {}, bytes = {};
  BurstLesson bursts = {};
  ForecastLesson forecast = {};
  friend bool operator==(const Lessons&, const Lessons&) = default;
};
BOOST_DESCRIBE_STRUCT(Lessons, (), (at, start_time, service_time, throttled_time, requests, bytes, bursts, forecast))

struct ServiceLessons {
  ServiceKey service;
  Lessons lessons;
  friend bool operator==(const ServiceLessons&, const ServiceLessons&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceLessons, (), (service, lessons))

}  // namespace docktor
