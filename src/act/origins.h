#pragma once

#include <optional>
#include <string>

#include "act/descriptions.h"
#include "docker/engine.h"
#include "docker/project/compose_files.h"

namespace docktor::act {

/// What must be known of a replica beyond what the engine says, to have another one made like it and to take it away.
struct Origin {
  docker::ComposeService compose;  ///< where the files do not tell: no hooks, and what was found in the container
  std::string unknown = {};        ///< what cannot be known and why; empty: nothing
};

/// Finds out where replicas come from, and keeps the last description of each service. Safe to call from every thread.
class Origins {
 public:
  Origins(docker::Engine& engine, docker::ComposeFiles& files) : engine_(engine), files_(files) {}

  /// An error: the engine does not say what Compose wrote into it.
  Result<Origin> Of(const json::object& inspect);
  /// The same of a replica that is about to go; keeps it, so that the service can come back.
  Result<Origin> Remember(const ServiceKey& service, const json::object& inspect);

  Descriptions& descriptions() { return descriptions_; }

 private:
  docker::Engine& engine_;
  docker::ComposeFiles& files_;
  Descriptions descriptions_;
};

}  // namespace docktor::act
