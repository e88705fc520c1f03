#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/json.h"
#include "docker/connection/api_version.h"

namespace docktor::docker {

/// What must be sent to make a container: a body for `POST /containers/create`, then a connection to each of `later`.
struct Creation {
  json::object body;
  std::vector<std::pair<std::string, json::value>> later = {};  ///< network's name, its EndpointConfig
};

/// Splits the networks of `body` where `api` takes only one at creation (before 1.44): the one of
/// HostConfig.NetworkMode stays, else the first.
Creation PlanCreation(json::object body, ApiVersion api);

}  // namespace docktor::docker
