#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

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
};
BOOST_DESCRIBE_STRUCT(ServiceFact, (),
                      (service, image, enabled, scalable, obstacles, why_not, warnings, min, max, cpu_target, replicas))

struct ServicesOutput {
  std::vector<ServiceFact> services;
};
BOOST_DESCRIBE_STRUCT(ServicesOutput, (), (services))

Operation ServicesOperation();

}  // namespace docktor::operations
