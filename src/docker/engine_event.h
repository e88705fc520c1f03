#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "docker/engine.h"

namespace docktor::docker {

/// One line of `GET /events`. Empty for what is not an event of a container.
std::optional<EngineEvent> ParseEvent(std::string_view line);

/// Of the container, or of what happened to it ("signal", "exitCode"); empty where it has no such one.
std::string Attribute(const EngineEvent& event, const char* name);

/// The `filters` of the event stream: what changes a replica, without the health probes' own events.
json::object EventFilters(const ProjectFilter& filter);
/// The `filters` of a list of containers.
json::object ListFilters(const ProjectFilter& filter);
/// Of the networks that Compose has made for a project.
json::object NetworkFilters(const std::string& project);

}  // namespace docktor::docker
