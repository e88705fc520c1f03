#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/service.h"

namespace docktor::docker {

/// What `GET /containers/ID/json` says, in our words. Pure; whatever the JSON holds, nothing throws: what is missing or
/// odd reads as empty, except an id.

/// kInvalidInput: not the description of a container.
///
/// A limit below 0.01 CPU is none: the engine accepts such an update and does not apply it. A set of CPUs is a limit to
/// their number.
Result<Replica> ParseReplica(const json::object& inspect);

/// Its name, without the slash that the engine writes before it.
std::string NameOf(const json::object& inspect);

/// Which run it is in, or was in last: the engine's own word for when that began, of use only to tell it from others.
/// The engine's date may be another one than ours, or be set; so no clock can say what came before what.
std::string RunOf(const json::object& inspect);

/// Whether Docktor made it.
bool IsCopy(const json::object& inspect);

/// The service that the container is a replica of; empty for a one-off (`compose run`) and for what Compose did not
/// make.
std::optional<ServiceKey> ServiceOf(const json::object& inspect);

/// The facts of a service, from the descriptions of all its containers. Those that are no description are left out.
ServiceFacts ParseService(const ServiceKey& key, Instant at, const std::vector<json::object>& inspects);

}  // namespace docktor::docker
