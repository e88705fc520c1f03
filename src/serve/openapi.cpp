#include "serve/openapi.h"

#include "operations/declare/input_schema.h"
#include "operations/declare/text_input.h"

namespace docktor::serve {
namespace {

using operations::Effect;
using operations::Operation;

constexpr auto kJson = "application/json", kLines = "application/x-ndjson", kEvents = "text/event-stream";

json::object Ref(const std::string& name) { return {{"$ref", "#/components/" + name}}; }

json::object Content(const char* type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object ErrorSchema() {
  const json::object text{{"type", "string"}};
  const json::object inner{{"type", "object"},
                           {"properties", json::object{{"code", text}, {"message", text}, {"hint", text}}},
                           {"required", json::array{"code", "message"}}};
  return {{"type", "object"}, {"properties", json::object{{"error", inner}}}, {"required", json::array{"error"}}};
}

/// Of a stream each item is of the schema: a line of text, or the data of an event.
json::object Answer(const Operation& operation) {
  json::object content;
  if (operation.stream != operations::Stream::kAlways) content = Content(kJson, operation.output_schema);
  if (operation.stream != operations::Stream::kNever)
    for (const auto* type : {kLines, kEvents}) content[type] = json::object{{"schema", operation.output_schema}};
  return {{"description", operation.stream == operations::Stream::kNever
                              ? "the answer"
                              : "the answer; of a stream each line, or each event's data, is one item"},
          {"content", std::move(content)}};
}

json::object Responses(json::object answer) {
  json::object all{{"200", std::move(answer)}};
  all["default"] = Ref("responses/Error");
  return all;
}

/// In a query everything is text; a duration may also be written as people do.
json::object QuerySchema(const Operation& operation, const std::string& field, const json::value& schema) {
  if (operations::KindOf(operation, field) != operations::FieldKind::kDuration) return schema.as_object();
  return {{"type", "string"}, {"description", "a number of seconds, or 30s, 5m, 1h30m"}};
}

json::array Parameters(const Operation& operation) {
  json::array all;
  const auto schema = operations::InputSchemaOf(operation);
  const auto& properties = schema.at("properties").as_object();
  for (const auto& field : operation.fields) {
    const auto* of = properties.if_contains(field.name);
    if (of == nullptr) continue;
    all.push_back(json::object{{"name", field.name},
                               {"in", "query"},
                               {"description", field.help},
                               {"required", field.need == operations::Field::Need::kRequired},
                               {"schema", QuerySchema(operation, field.name, *of)}});
  }
  return all;
}

json::object Words(const Operation& operation, const std::string& method) {
  json::object words{{"operationId", method + "_" + operation.Id()}, {"summary", operation.summary}};
  if (!operation.help.empty()) words["description"] = operation.help;
  words["tags"] = json::array{operation.effect == Effect::kReads ? "reads" : "changes"};
  return words;
}

json::object PathOf(const Operation& operation) {
  auto post = Words(operation, "post");
  post["requestBody"] = json::object{{"content", Content(kJson, operations::InputSchemaOf(operation))}};
  post["parameters"] = json::array{Ref("parameters/Actor")};
  post["responses"] = Responses(Answer(operation));
  json::object path{{"post", std::move(post)}};
  if (operation.effect != Effect::kReads) return path;
  auto get = Words(operation, "get");
  auto parameters = Parameters(operation);
  parameters.push_back(Ref("parameters/Actor"));
  get["parameters"] = std::move(parameters);
  get["responses"] = Responses(Answer(operation));
  path["get"] = std::move(get);
  return path;
}

/// A route of the server itself.
json::object Own(const char* id, const char* summary, json::object schema) {
  return {{"get", json::object{{"operationId", id},
                               {"summary", summary},
                               {"tags", json::array{"server"}},
                               {"responses", Responses({{"description", summary},
                                                        {"content", Content(kJson, std::move(schema))}})}}}};
}

json::object MetricsPage() {
  const json::object page{{"text/plain", json::object{{"schema", json::object{{"type", "string"}}}}}};
  return {{"operationId", "metrics_page"},
          {"summary", "What Prometheus scrapes"},
          {"tags", json::array{"server"}},
          {"responses", Responses({{"description", "its text format"}, {"content", page}})}};
}

json::object Object(std::initializer_list<std::pair<const char*, const char*>> members) {
  json::object properties;
  json::array required;
  for (const auto& [name, type] : members) {
    properties[name] = json::object{{"type", type}};
    required.emplace_back(name);
  }
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

json::object Components() {
  const json::object actor{{"name", "Docktor-Actor"},
                           {"in", "header"},
                           {"description",
                            "agent or model: a program that wants to be held to what such a one may do. Over "
                            "TCP everybody is one of these: proposals are answered on the socket"},
                           {"schema", json::object{{"enum", json::array{"person", "agent", "model"}}}}};
  return {{"schemas", json::object{{"Error", ErrorSchema()}}},
          {"parameters", json::object{{"Actor", actor}}},
          {"responses",
           json::object{{"Error", json::object{{"description", "what was attempted, why it failed, what to do"},
                                               {"content", Content(kJson, Ref("schemas/Error"))}}}}},
          {"securitySchemes", json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}}};
}

}  // namespace

json::object OpenApi(const std::vector<Operation>& operations, const std::string& version) {
  json::object paths;
  for (const auto& operation : operations) paths["/api/v1/" + operation.Id()] = PathOf(operation);
  paths["/api/v1"] = Own("catalogue", "Everything that can be asked, with its schemas",
                         Object({{"version", "string"}, {"operations", "array"}}));
  paths["/api/v1/openapi.json"] = Own("openapi", "This document", {{"type", "object"}});
  paths["/healthz"] =
      Own("healthz", "Whether the daemon lives; needs no token", Object({{"ok", "boolean"}, {"version", "string"}}));
  paths["/metrics"] = json::object{{"get", MetricsPage()}};
  paths["/readyz"] =
      Own("readyz", "Whether it has seen the services and Docker answers", Object({{"ready", "boolean"}}));
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Docktor"},
                                {"version", version},
                                {"description",
                                 "Watches the containers of a Docker Compose project and scales its "
                                 "services. On the daemon's socket the file mode decides who may ask; on "
                                 "TCP each request carries the token."}}},
          {"security", json::array{json::object{{"token", json::array{}}}, json::object{}}},
          {"paths", std::move(paths)},
          {"components", Components()}};
}

}  // namespace docktor::serve
