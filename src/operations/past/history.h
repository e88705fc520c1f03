#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"
#include "remember/store/signal_history.h"

namespace docktor::operations {

struct HistoryInput {
  std::string service;
  std::string signal = "cpu.utilization";
  std::string since = "1h";
  int points = 500;
};
BOOST_DESCRIBE_STRUCT(HistoryInput, (), (service, signal, since, points))

struct HistoryOutput {
  ServiceKey service;
  std::string signal;
  std::vector<std::string> signals;  ///< that the service has now
  Instant since{};
  Instant at{};                               ///< when it was asked
  Duration step{0};                           ///< between two points; where nothing was sampled there is none
  std::optional<double> target = {};          ///< of the signal, now
  int min = 0, max = 0;                       ///< now
  std::vector<remember::SeriesPoint> points;  ///< oldest first
};
BOOST_DESCRIBE_STRUCT(HistoryOutput, (), (service, signal, signals, since, at, step, target, min, max, points))

/// Between two points where at most so many cover the time since then: what was kept allows no less. `points` > 0.
Duration StepFor(Instant since, Instant now, int points);

Operation HistoryOperation();

}  // namespace docktor::operations
