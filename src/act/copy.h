#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/json.h"

namespace docktor::act {

/// What a copy is called and counted as.
struct CopyName {
  ServiceKey service;
  int number = 0;  ///< Compose's container-number: one more than the highest there is, in whatever state
  std::string Text() const { return service.project + "-" + service.service + "-" + std::to_string(number); }
};

/// The body of `POST /containers/create` for a copy of the replica that `inspect` (`GET /containers/ID/json`)
/// describes, made for `decision`.
///
/// Everything that makes a replica of the service stays: image (by its id, lest a moved tag is taken), environment,
/// limits, health check, labels (so Compose counts the copy as its own), networks and aliases, named volumes. What
/// belongs to one container does not: its name, a host name that is its id, MAC and fixed IP addresses, the mark of the
/// container that it replaced. Anonymous volumes come out fresh, also where Compose carried one over by its name.
///
/// kInvalidInput: `inspect` lacks what a container is made of.
Result<json::object> CopyOf(const json::object& inspect, const CopyName& name, DecisionId decision);

/// Whether a volume's name is one that the engine made up: 64 hex digits.
bool IsAnonymousVolume(std::string_view name);
/// The names of such volumes that a container has mounted.
std::vector<std::string> AnonymousVolumesOf(const json::object& inspect);

}  // namespace docktor::act
