#pragma once

#include <functional>

#include "act/census.h"
#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"
#include "docker/project/launch.h"

namespace docktor::act {

/// Adds replicas by the Compose command, for a service of which nothing is left to copy. Nothing else of the project is
/// touched, nothing built or pulled; but what the new ones are is what the Compose file says by now. Blocks, 2 min at
/// most.
///
/// A failure: nobody knows how the project was brought up, Compose is missing, or it failed (its last line).
Tally GrowByCompose(docker::Engine& engine, const Action& action, const Census& before,
                    const Result<docker::Launch>& launch);

/// Returns once no Compose is at work any more that was begun for such an action: it outlives a Docktor that is killed,
/// and may make replicas that whoever looks meanwhile does not count. Where `stop` says so it is not waited for any
/// longer, nor after those 2 min.
void AwaitCompose(const Action& action, const std::function<bool()>& stop);

}  // namespace docktor::act
