#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/service.h"

namespace docktor::docker {

/// What makes more replicas of a service unwise, as far as one of its containers tells: a place that all of them would
/// write into, no health check. A store's data is an obstacle and no warning. Pure; never throws.
std::vector<Warning> FindWarnings(std::string_view image, const json::object& inspect);

/// Whether a container runs nginx or HAProxy, by its image and its command.
bool IsBalancer(const json::object& inspect);

/// The statement in a configuration of nginx or HAProxy that sends requests to `service` by a name that is resolved
/// once, when the load balancer starts: "proxy_pass http://web:8080". Empty: there is none.
std::string ResolvedOnce(std::string_view config, std::string_view service);

}  // namespace docktor::docker
