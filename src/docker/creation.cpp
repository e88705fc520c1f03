#include "docker/creation.h"

#include "docker/json_reader.h"

namespace docktor::docker {

Creation PlanCreation(json::object body, ApiVersion api) {
  constexpr ApiVersion kTakesAllNetworks{1, 44};
  const json::object networks = Object(body, {"NetworkingConfig", "EndpointsConfig"});
  if (api >= kTakesAllNetworks || networks.size() < 2) return {std::move(body)};

  const auto mode = Text(body, {"HostConfig", "NetworkMode"});
  const std::string first = networks.contains(mode) ? mode : std::string(networks.begin()->key());
  Creation creation{std::move(body)};
  creation.body["NetworkingConfig"] = json::object{{"EndpointsConfig", json::object{{first, networks.at(first)}}}};
  for (const auto& [name, endpoint] : networks)
    if (name != first) creation.later.emplace_back(std::string(name), endpoint);
  return creation;
}

}  // namespace docktor::docker
