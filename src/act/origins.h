#pragma once

#include <map>
#include <string>
#include <vector>

#include "act/descriptions.h"
#include "core/service.h"
#include "docker/engine.h"
#include "docker/project/compose_files.h"
#include "docker/project/launch.h"

namespace docktor::act {

/// What must be known of a replica beyond what the engine says, to have another one made like it and to take it away.
struct Origin {
  docker::ComposeService compose;  ///< where the files do not tell: no hooks, and what was found in the container
  std::string unknown = {};        ///< what cannot be known and why; empty: nothing
};

/// Finds out where replicas come from, and keeps the last description of each service. Safe to call from every thread.
class Origins {
 public:
  /// `empty`: services of which no container is left, as they were.
  Origins(docker::Engine& engine, docker::ComposeFiles& files, const std::vector<ServiceFacts>& empty = {});

  /// An error: the engine does not say what Compose wrote into it.
  Result<Origin> Of(const json::object& inspect);
  /// The same of a replica that is about to go; keeps it, so that the service can come back.
  Result<Origin> Remember(const ServiceKey& service, const json::object& inspect);

  /// How the project was brought up: by the labels of its newest container; where none is left, as the service's own
  /// said it. kNotFound: nobody knows, or the project has been taken down.
  Result<docker::Launch> HowBroughtUp(const ServiceKey& service);

  Descriptions& descriptions() { return descriptions_; }

 private:
  docker::Engine& engine_;
  docker::ComposeFiles& files_;
  Descriptions descriptions_;
  std::map<ServiceKey, docker::Launch> launches_;  ///< of the services that were empty at the start
};

}  // namespace docktor::act
