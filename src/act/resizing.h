#pragma once

#include <atomic>

#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Gives all replicas of the action's service that run the CPU limit that it asks for. They are not restarted by that.
/// What has gone meanwhile is no failure; after one that the engine refuses no further one is changed. Blocks.
Tally ResizeAll(docker::Engine& engine, const Action& action, const std::atomic<bool>& stopping);

}  // namespace docktor::act
