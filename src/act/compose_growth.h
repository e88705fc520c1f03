#pragma once

#include "act/census.h"
#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Adds replicas by the Compose command, for a service of which nothing is left to copy. Nothing else of the project is
/// touched, nothing built or pulled; but what the new ones are is what the Compose file says by now. Files and folder
/// are those that the labels of the project's newest container name. Blocks, 2 min at most.
///
/// A failure: no container of the project is left that names them, Compose is missing, or it failed (its last line).
Tally GrowByCompose(docker::Engine& engine, const Action& action, const Census& before);

}  // namespace docktor::act
