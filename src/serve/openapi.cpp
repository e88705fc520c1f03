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

json::object Roles() { return {{"enum", json::array{"viewer", "approver", "admin"}}}; }

json::object Said(const char* what) { return {{"type", "string"}, {"description", what}}; }

json::object ReadinessSchema() {
  return {
      {"type", "object"},
      {"properties", json::object{{"ready", json::object{{"type", "boolean"}}},
                                  {"journal", Said("why it cannot be written, where that is so; it acts all the same")},
                                  {"journal_loss", Said("what of the journal is lost, where something is")}}},
      {"required", json::array{"ready"}}};
}

json::object SessionSchema() {
  const json::object actors{{"enum", json::array{"person", "agent", "model"}}};
  const json::object least{{"type", "object"},
                           {"description", "of a person: the least role that may ask for what changes something"},
                           {"additionalProperties", Roles()}};
  return {{"type", "object"},
          {"properties", json::object{{"actor", actors}, {"role", Roles()}, {"least_roles", least}}},
          {"required", json::array{"actor"}}};
}

/// Logging in by a token of a role, and out; over TCP only.
json::object Login() {
  const json::object token{{"type", "object"},
                           {"properties", json::object{{"token", json::object{{"type", "string"}}}}},
                           {"required", json::array{"token"}}};
  const json::object answer{{"type", "object"}, {"properties", json::object{{"role", Roles()}}}};
  return {{"operationId", "login"},
          {"summary", "Begins a login, which a cookie holds, by the token of a role"},
          {"tags", json::array{"server"}},
          {"security", json::array{}},
          {"requestBody", json::object{{"content", Content(kJson, token)}}},
          {"responses", Responses({{"description", "the role"}, {"content", Content(kJson, answer)}})}};
}

json::object Logout() {
  const json::object answer{{"type", "object"},
                            {"properties", json::object{{"ok", json::object{{"type", "boolean"}}}}}};
  return {{"operationId", "logout"},
          {"summary", "Ends the login of the cookie"},
          {"tags", json::array{"server"}},
          {"responses", Responses({{"description", "it has ended"}, {"content", Content(kJson, answer)}})}};
}

json::object MetricsPage() {
  const json::object page{{"text/plain", json::object{{"schema", json::object{{"type", "string"}}}}}};
  return {{"operationId", "metrics_page"},
          {"summary", "What Prometheus scrapes"},
          {"tags", json::array{"server"}},
          {"responses", Responses({{"description", "its text format"}, {"content", page}})}};
}

/// What goes on, besides the operation of that path: by long poll, server-sent events, or a WebSocket.
void AddLive(json::object& get) {
  const json::object any{{"type", "object"}};
  const json::object type{{"enum", json::array{"snapshot", "event"}}};
  const json::object message{
      {"type", "object"},
      {"properties",
       json::object{{"type", type}, {"event", any}, {"status", any}, {"services", json::object{{"type", "array"}}}}},
      {"required", json::array{"type"}}};
  const json::object number{{"type", "integer"}};
  const json::object messages{{"type", "array"}, {"items", message}};
  const json::object polled{{"type", "object"},
                            {"properties", json::object{{"next", number}, {"messages", messages}}},
                            {"required", json::array{"next", "messages"}}};
  auto& content = get["responses"].as_object()["200"].as_object()["content"].as_object();
  content[kJson] = json::object{{"schema", polled}};
  auto& streamed = content[kEvents];
  json::array kinds{message};
  if (const auto* of_operation = streamed.if_object()) kinds.push_back(of_operation->at("schema"));
  streamed = json::object{{"schema", json::object{{"anyOf", std::move(kinds)}}}};
  auto& parameters = get["parameters"].as_array();
  const auto add = [&](const char* name, const char* help, json::object schema) {
    parameters.push_back(
        json::object{{"name", name}, {"in", "query"}, {"description", help}, {"schema", std::move(schema)}});
  };
  add("since", "long poll: `next` of the last answer; 0: from now, with a snapshot", number);
  add("wait", "long poll: how long there may be nothing to say: 25s", {{"type", "string"}});
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

/// Browsers have the second one.
json::object SecuritySchemes(const std::string& cookie) {
  const json::object token{
      {"type", "http"},
      {"scheme", "bearer"},
      {"description", "the token of programs, or that of a role, from the project's folder of records"}};
  const json::object login{{"type", "apiKey"},
                           {"in", "cookie"},
                           {"name", cookie.empty() ? "docktor-3000" : cookie},
                           {"description",
                            "of a login, which POST /login begins; its name ends with the port that the daemon listens "
                            "on. What changes something wants the Origin of its own page beside it"}};
  return {{"token", token}, {"login", login}};
}

json::object Components(const std::string& cookie) {
  const json::object actor{{"name", "Docktor-Actor"},
                           {"in", "header"},
                           {"description",
                            "agent or model: a program that wants to be held to what such a one may do. Over "
                            "TCP who comes with the token of programs is one of these"},
                           {"schema", json::object{{"enum", json::array{"person", "agent", "model"}}}}};
  return {{"schemas", json::object{{"Error", ErrorSchema()}}},
          {"parameters", json::object{{"Actor", actor}}},
          {"responses",
           json::object{{"Error", json::object{{"description", "what was attempted, why it failed, what to do"},
                                               {"content", Content(kJson, Ref("schemas/Error"))}}}}},
          {"securitySchemes", SecuritySchemes(cookie)}};
}

}  // namespace

json::object OpenApi(const std::vector<Operation>& operations, const std::string& version, const Request& request) {
  json::object paths;
  for (const auto& operation : operations) paths["/api/v1/" + operation.Id()] = PathOf(operation);
  paths["/api/v1"] = Own("catalogue", "Everything that can be asked, with its schemas",
                         Object({{"version", "string"}, {"operations", "array"}}));
  paths["/api/v1/openapi.json"] = Own("openapi", "This document", {{"type", "object"}});
  paths["/healthz"] =
      Own("healthz", "Whether the daemon lives; needs no token", Object({{"ok", "boolean"}, {"version", "string"}}));
  paths["/healthz"].as_object()["get"].as_object()["security"] = json::array{};
  if (auto* events = paths.if_contains("/api/v1/events")) AddLive(events->as_object()["get"].as_object());
  paths["/api/v1/session"] = Own("session", "Who asks: an agent, a model, or a person of which role", SessionSchema());
  paths["/login"] = json::object{{"post", Login()}};
  paths["/logout"] = json::object{{"post", Logout()}};
  paths["/metrics"] = json::object{{"get", MetricsPage()}};
  paths["/readyz"] = Own("readyz", "Whether it has seen the services and Docker answers", ReadinessSchema());
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Docktor"},
                                {"version", version},
                                {"description",
                                 "Watches the containers of a Docker Compose project and scales its "
                                 "services. On the daemon's socket the file mode decides who may ask; on "
                                 "TCP each request carries a token, that of programs or that of a role, or the "
                                 "cookie of a login."}}},
          {"servers", json::array{json::object{{"url", request.base_path.empty() ? "/" : request.base_path}}}},
          {"security",
           json::array{json::object{{"token", json::array{}}}, json::object{{"login", json::array{}}}, json::object{}}},
          {"paths", std::move(paths)},
          {"components", Components(request.cookie)}};
}

}  // namespace docktor::serve
