#pragma once

#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Tells every running replica of the load balancer that those of `service` have changed: runs its command in each, or
/// sends SIGHUP. Blocks. kNotFound: none runs.
Status CallBalancer(docker::Engine& engine, const ServiceKey& service, const BalancerSettings& balancer,
                    const std::function<bool()>& stop);

}  // namespace docktor::act
