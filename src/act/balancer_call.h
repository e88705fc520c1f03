#pragma once

#include <functional>
#include <string>

#include "core/spec.h"
#include "docker/engine.h"

namespace docktor::act {

/// Tells every running replica of a load balancer that those behind it have changed: runs its command in each (30 s at
/// most), or sends SIGHUP. Blocks. kNotFound: none runs. Any other error: some have not been told.
Status CallBalancer(docker::Engine& engine, const std::string& project, const BalancerSettings& balancer,
                    const std::function<bool()>& stop);

}  // namespace docktor::act
