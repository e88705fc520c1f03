#pragma once

#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/service.h"

namespace docktor::docker {

/// What keeps a service from having more than one replica, as far as its containers tell: a fixed host port, a name of
/// its own, a store's image with a place to write. Pure; never throws.
///
/// `inspects`: all containers of the service, oldest first. Ports and volumes are judged by the newest that runs (it is
/// what a copy would be made of), else by the newest.
std::vector<Obstacle> FindObstacles(const ServiceKey& key, std::string_view image,
                                    const std::vector<json::object>& inspects);

/// The newest that runs, which is what a copy would be made of; else the newest. There is at least one.
const json::object& ModelOf(const std::vector<json::object>& oldest_first);

/// Whether an image is, by the words of its name, that of a database, a queue or another store
/// ("bitnami/postgresql:16", "shop-redis", "mysql8"). Its companions are not ("redis-exporter", "mongo-express",
/// "my-redis-client").
bool IsStore(std::string_view image);

}  // namespace docktor::docker
