#include "settings/fields/schema.h"

#include "settings/fields/fields.h"

namespace docktor::settings {
namespace {

json::object SchemaOfField(const Field& field) {
  auto schema = ParseJson(field.form.schema).value().as_object();
  schema["description"] = std::string(field.help) + " (" + std::string(field.form.words) + ")";
  return schema;
}

json::object Closed(json::value additional = false) {
  return {{"type", "object"}, {"properties", json::object{}}, {"additionalProperties", std::move(additional)}};
}

/// Puts a field where its points say.
void Put(json::object& map, std::string_view key, const json::object& schema) {
  auto& properties = map["properties"].as_object();
  const auto point = key.find('.');
  if (point == key.npos) {
    properties[key] = schema;
    return;
  }
  auto& group = properties[key.substr(0, point)];
  if (group.is_null()) group = Closed();
  Put(group.as_object(), key.substr(point + 1), schema);
}

/// Signals may have any name, and one with a point in it may be written as one word.
void OpenSignals(json::object& map) {
  auto& targets = map["properties"].as_object()["targets"].as_object();
  targets["additionalProperties"] = SchemaOfField(*OpenField("targets.any"));
  map["properties"].as_object()["sources"] = Closed(SchemaOfField(*OpenField("sources.any")));
}

json::object SchemaFor(Scope scope) {
  auto schema = Closed();
  schema["type"] = json::array{"object", "null"};
  for (const auto& field : Fields())
    if (scope == Scope::kProject || field.scope == Scope::kService) Put(schema, field.key, SchemaOfField(field));
  OpenSignals(schema);
  return schema;
}

}  // namespace

json::object SettingsSchema() {
  const auto project = SchemaFor(Scope::kProject);
  auto root = project;
  root["$schema"] = "http://json-schema.org/draft-07/schema#";
  root["title"] = "docktor.yaml";
  root["properties"].as_object()["services"] =
      json::object{{"type", json::array{"object", "null"}},
                   {"description", "Settings of one service each, by its name; being named here enables it"},
                   {"additionalProperties", json::object{{"$ref", "#/$defs/service"}}}};
  root["$defs"] = json::object{{"project", project}, {"service", SchemaFor(Scope::kService)}};
  return root;
}

}  // namespace docktor::settings
