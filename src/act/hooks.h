#pragma once

#include <functional>
#include <vector>

#include "docker/engine.h"

namespace docktor::act {

/// Runs hooks of a service in one of its replicas, one after another, as Compose does it: the first that fails ends it.
/// None of them is without a command. Each may take 2 minutes; none is begun or waited for once `stop` says so. Blocks.
Status RunHooks(docker::Engine& engine, const ContainerId& replica, const std::vector<docker::Program>& hooks,
                const std::function<bool()>& stop);

}  // namespace docktor::act
