#include "docker/engine_event.h"

#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::docker {
namespace {

Instant EventTime(const json::object& event) {
  using std::chrono::nanoseconds;
  const nanoseconds exact{Number(event, {"timeNano"})};
  if (exact > nanoseconds{0}) return Instant{std::chrono::duration_cast<Duration>(exact)};
  return Instant{FromSeconds(static_cast<double>(Number(event, {"time"})))};
}

json::array LabelFilters(const ProjectFilter& filter) {
  return {std::string(kProjectLabel) + "=" + filter.project, std::string(kOneOffLabel) + "=False"};
}

}  // namespace

std::optional<EngineEvent> ParseEvent(std::string_view line) {
  const auto parsed = ParseJson(line);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const auto& object = parsed->get_object();
  EngineEvent event{
      .action = Text(object, {"Action"}), .container = {Text(object, {"Actor", "ID"})}, .at = EventTime(object)};
  if (Text(object, {"Type"}) != "container" || event.action.empty() || event.container.empty()) return std::nullopt;
  for (const auto& [name, value] : Object(object, {"Actor", "Attributes"}))
    if (value.is_string()) event.attributes.emplace(name, value.get_string());
  return event;
}

std::string Attribute(const EngineEvent& event, const char* name) {
  const auto found = event.attributes.find(name);
  return found == event.attributes.end() ? std::string() : found->second;
}

json::object EventFilters(const ProjectFilter& filter) {
  return {{"type", {"container"}},
          {"event",
           {"create", "start", "restart", "die", "destroy", "oom", "pause", "unpause", "rename", "update", "kill",
            "stop", "health_status"}},
          {"label", LabelFilters(filter)}};
}

json::object NetworkFilters(const std::string& project) {
  return {{"label", {std::string(kProjectLabel) + "=" + project}}};
}

json::object ListFilters(const ProjectFilter& filter) { return {{"label", LabelFilters(filter)}}; }

}  // namespace docktor::docker
