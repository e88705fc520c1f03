#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// A queue that is read for a service, and what was read last.
struct QueueFact {
  std::string signal;  ///< what its length is called: "queue.length"
  SourceKind kind = SourceKind::kRedis;
  std::string url;
  std::string queue;                   ///< a list, queue or stream, of some with the group or consumer behind it
  std::optional<double> waiting = {};  ///< messages; empty: it could not be read lately
  std::optional<Duration> age = {};    ///< of that reading
};
BOOST_DESCRIBE_STRUCT(QueueFact, (), (signal, kind, url, queue, waiting, age))

/// What is known of a service, and whether it can be scaled.
struct ServiceFact {
  ServiceKey service;
  std::string image;
  bool enabled = false;
  bool scalable = false;
  std::vector<Obstacle> obstacles;
  std::vector<std::string>
      why_not;  ///< the obstacles in words, with what to do about each; what is wrong in its settings
  std::vector<std::string> warnings;  ///< what speaks against more replicas, with what to do about it
  int min = 0;
  int max = 0;
  std::optional<double> cpu_target = {};  ///< that its strategy goes by; empty: it finds out by itself how busy is well
  std::vector<Replica> replicas;
  std::vector<QueueFact> queues;
};
BOOST_DESCRIBE_STRUCT(ServiceFact, (),
                      (service, image, enabled, scalable, obstacles, why_not, warnings, min, max, cpu_target, replicas,
                       queues))

struct ServicesOutput {
  std::vector<ServiceFact> services;
};
BOOST_DESCRIBE_STRUCT(ServicesOutput, (), (services))

ServicesOutput ServicesOf(const pilot::Snapshot& snapshot);

Operation ServicesOperation();

}  // namespace docktor::operations
