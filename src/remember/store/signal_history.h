#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"
#include "remember/store/database.h"

#include <boost/describe.hpp>

namespace docktor::remember {

/// What a signal of a service was over one step of time.
struct SeriesPoint {
  Instant at{};        ///< the step's begin
  double mean = 0;     ///< in the signal's own unit
  double high = 0;     ///< the highest of the samples
  double running = 0;  ///< replicas, on average
  double ready = 0;
};
BOOST_DESCRIBE_STRUCT(SeriesPoint, (), (at, mean, high, running, ready))

struct SeriesQuery {
  ServiceKey service;
  std::string signal;  ///< "cpu.utilization"
  Instant since{};
  Duration step{0};  ///< whole seconds, 10 or more; of less than a minute fine samples only, see Store
};

/// Oldest first; where no sample was taken there is a gap. Errors are those of Database.
Result<std::vector<SeriesPoint>> SignalHistory(Database& database, const SeriesQuery& query);

}  // namespace docktor::remember
