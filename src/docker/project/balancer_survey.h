#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/service.h"
#include "docker/engine.h"

namespace docktor::docker {

/// Looks into the configuration of a project's load balancers for names of services that are resolved once. Reads that
/// of a container once for each of its runs. Used by one thread at a time.
class BalancerSurvey {
 public:
  explicit BalancerSurvey(Engine& engine) : engine_(engine) {}

  /// Adds to the services what the load balancer that `inspect` describes does to their names; nothing where it is
  /// none, does not run, or cannot be read.
  void Look(const json::object& inspect, std::map<ServiceKey, ServiceFacts>& services);

 private:
  std::string ConfigOf(const json::object& inspect);

  Engine& engine_;
  std::map<std::string, std::string> configs_;  // by container and the start of its run
};

}  // namespace docktor::docker
