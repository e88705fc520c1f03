#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/service.h"
#include "docker/engine.h"

namespace docktor::docker {

/// Looks into the configuration of a project's load balancers for names of services that are resolved once. Reads that
/// of a container once for each of its runs, and no more where that has hung. Used by one thread at a time.
class BalancerSurvey {
 public:
  explicit BalancerSurvey(Engine& engine) : engine_(engine) {}

  /// Adds to the services what the load balancer that `inspect` describes does to their names; nothing where it is
  /// none, does not run, or cannot be read.
  void Look(const json::object& inspect, std::map<ServiceKey, ServiceFacts>& services);

  /// Forgets what it read in any other container than these.
  void KeepOnly(const std::set<std::string>& listed);

 private:
  struct Config {
    std::optional<std::string> run;  ///< its start; empty: not read yet
    std::string text;
    int hangs = 0;
  };
  const std::string& ConfigOf(const json::object& inspect);
  void Read(const ContainerId& id, Config& config);

  Engine& engine_;
  std::map<std::string, Config> configs_;  // by container
};

}  // namespace docktor::docker
