#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct MetricsInput {
  std::optional<std::string> service = {};
  Duration window = 1min;
};
BOOST_DESCRIBE_STRUCT(MetricsInput, (), (service, window))

/// What one replica that runs used, on average over the window.
struct ReplicaUsage {
  ServiceKey service;
  std::string replica;                            ///< the container's name
  std::optional<double> cpu = {};                 ///< in cores, 0.5 = 50 % as `docker stats` counts; empty: not read
  std::optional<std::int64_t> memory_bytes = {};  ///< working set
  int readings = 0;
};
BOOST_DESCRIBE_STRUCT(ReplicaUsage, (), (service, replica, cpu, memory_bytes, readings))

struct MetricsOutput {
  std::vector<ReplicaUsage> replicas;
};
BOOST_DESCRIBE_STRUCT(MetricsOutput, (), (replicas))

Operation MetricsOperation();

}  // namespace docktor::operations
