#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/outlook.h"
#include "forecast/pattern.h"
#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct ForecastInput {
  std::string service;
};
BOOST_DESCRIBE_STRUCT(ForecastInput, (), (service))

/// What is expected of one moment, and how many replicas the service's strategy would have for it.
struct ForecastStep {
  forecast::OutlookPoint load;
  int replicas_low = 0, replicas = 0, replicas_high = 0;
};
BOOST_DESCRIBE_STRUCT(ForecastStep, (), (load, replicas_low, replicas, replicas_high))

struct ForecastPattern {
  forecast::Pattern pattern;
  int replicas = 0;
  std::string sentence;  ///< "Workdays 08:00 to 12:00 need 6 replicas, 2 on other days"
};
BOOST_DESCRIBE_STRUCT(ForecastPattern, (), (pattern, replicas, sentence))

struct ForecastOutput {
  ServiceKey service;
  Instant at{};
  std::string zone;        ///< by whose clocks patterns and hints are told
  Duration utc_offset{0};  ///< what these are ahead of UTC now
  int running = 0;
  double days = 0;                       ///< of load that are known
  std::optional<double> demand = {};     ///< busy replicas, in the last five minutes
  std::vector<ForecastStep> steps = {};  ///< each five minutes of the next day; none: too little is known
  std::vector<forecast::OutlookAccuracy> accuracy = {};
  std::vector<ForecastPattern> patterns = {};
  std::vector<std::string> hints = {};  ///< "will need 6 replicas at 08:00 tomorrow (UTC); 2 run now"
};
BOOST_DESCRIBE_STRUCT(ForecastOutput, (),
                      (service, at, zone, utc_offset, running, days, demand, steps, accuracy, patterns, hints))

Operation ForecastOperation();

}  // namespace docktor::operations
