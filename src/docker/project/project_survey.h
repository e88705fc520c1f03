#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/service.h"
#include "docker/engine.h"
#include "docker/project/balancer_survey.h"
#include "docker/project/inspections.h"

namespace docktor::docker {

/// Reads everything that the engine says of one project. Remembers the services that it saw: one without containers
/// left is listed with what was last known of it, without replicas. A container that the engine lists and does not
/// describe is in the way of its own service only (an obstacle, kEngineLost). Used by one thread at a time.
class ProjectSurvey {
 public:
  /// `empty`: services that have no containers, as far as is known.
  ProjectSurvey(Engine& engine, ProjectFilter filter, const std::vector<ServiceFacts>& empty = {});

  /// A container that went between being listed and being read is left out; one that is not stale and that the list
  /// shows as it did before is not read again. Errors are those of the list.
  Result<Topology> Take(Instant at, const Stale& stale = {.all = true});

 private:
  struct Described {
    std::vector<json::object> inspects;
    std::string trouble;  ///< why one of them cannot be read; empty: all are
  };
  using Containers = std::map<ServiceKey, Described>;
  Result<Containers> InspectAll(Instant at, const Stale& stale);
  void LookAtBalancers(const Containers& containers);
  void NameImage(json::object& inspect);
  std::string ImageName(const std::string& id);

  Engine& engine_;
  const ProjectFilter filter_;
  Inspections inspections_;
  BalancerSurvey balancers_;
  std::map<ServiceKey, ServiceFacts> known_;
  std::map<std::string, std::string> image_names_;  // by id; an id that has none names itself
};

/// Whether anything of a project is there, containers or at least its networks: it has not been taken down.
Result<bool> IsUp(Engine& engine, const std::string& project);

}  // namespace docktor::docker
