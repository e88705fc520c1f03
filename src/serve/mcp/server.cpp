#include "serve/mcp/server.h"

#include <algorithm>

namespace docktor::serve::mcp {

const std::vector<std::string> kStatelessVersions{"2026-07-28"};
const std::vector<std::string> kHandshakeVersions{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

namespace {

constexpr auto kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr auto kClientCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr auto kServerInfoKey = "io.modelcontextprotocol/serverInfo";
constexpr int kFreshFor = 5000;  // milliseconds

bool IsOneOf(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

const json::object* Member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

std::string Text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

template <typename Items>
json::array ShownAll(const Items& items) {
  json::array all;
  for (const auto& item : items) all.push_back(Shown(item));
  return all;
}

/// Results that a client may keep for a moment.
bool MayBeKept(const std::string& method) {
  return method == "server/discover" || method.ends_with("/list") || method == "resources/read";
}

}  // namespace

struct Server::Request {
  std::string method;
  json::object params = {};
  json::object meta = {};

  bool stateless() const { return meta.contains(kVersionKey); }
};

Server::Server(Offer offer) : offer_(std::move(offer)) {}

std::optional<json::object> Server::Answer(const json::value& message) const {
  const auto* object = message.if_object();
  if (object == nullptr || Text(*object, "jsonrpc") != "2.0")
    return FaultMessage(nullptr, {kInvalidRequest, "this is no JSON-RPC 2.0 message"});
  const auto* id = object->if_contains("id");
  const auto* method = object->if_contains("method");
  if (method == nullptr && (object->contains("result") || object->contains("error"))) return std::nullopt;
  const bool named = id != nullptr && (id->is_string() || id->is_number());
  if (id != nullptr && !named) return FaultMessage(nullptr, {kInvalidRequest, "id: wants a text or a number"});
  if (method == nullptr || !method->is_string())
    return FaultMessage(named ? *id : json::value(nullptr), {kInvalidRequest, "method: wants a text"});
  if (!named) return std::nullopt;
  const auto* params = object->if_contains("params");
  if (params != nullptr && !params->is_object()) return FaultMessage(*id, {kInvalidParams, "params: wants an object"});
  Request request{.method = std::string(method->get_string())};
  if (params != nullptr) request.params = params->get_object();
  if (const auto* meta = Member(request.params, "_meta")) request.meta = *meta;
  auto outcome = request.stateless() ? DoStateless(request) : Do(request);
  if (const auto* fault = std::get_if<Fault>(&outcome)) return FaultMessage(*id, *fault);
  return ResultMessage(*id, std::get<json::object>(std::move(outcome)));
}

Server::Outcome Server::Do(const Request& request) const {
  static const std::map<std::string, Method> methods{{"initialize", &Server::Initialize},
                                                     {"ping", &Server::Nothing},
                                                     {"logging/setLevel", &Server::Nothing},
                                                     {"tools/list", &Server::ListTools},
                                                     {"tools/call", &Server::CallTool},
                                                     {"resources/list", &Server::ListResources},
                                                     {"resources/templates/list", &Server::ListTemplates},
                                                     {"resources/read", &Server::ReadResource},
                                                     {"prompts/list", &Server::ListPrompts},
                                                     {"prompts/get", &Server::GetPrompt}};
  const auto found = methods.find(request.method);
  if (found == methods.end()) return Fault{kMethodNotFound, "there is no method '" + request.method + "'"};
  return (this->*found->second)(request);
}

Server::Outcome Server::DoStateless(const Request& request) const {
  const auto version = Text(request.meta, kVersionKey);
  if (!IsOneOf(kStatelessVersions, version))
    return Fault{kUnsupportedVersion, "this server does not speak revision '" + version + "' without a handshake",
                 json::object{{"supported", ToJson(kStatelessVersions)}, {"requested", version}}};
  if (Member(request.meta, kClientCapabilitiesKey) == nullptr)
    return Fault{kInvalidParams, std::string("_meta: ") + kClientCapabilitiesKey + " is missing"};
  if (request.method == "initialize" || request.method == "ping" || request.method == "logging/setLevel")
    return Fault{kMethodNotFound, "revision " + version + " has no '" + request.method + "'"};
  auto outcome = request.method == "server/discover" ? Discover(request) : Do(request);
  if (auto* result = std::get_if<json::object>(&outcome)) {
    (*result)["resultType"] = "complete";
    (*result)["_meta"] = json::object{{kServerInfoKey, Identity()}};
    if (MayBeKept(request.method)) {
      (*result)["ttlMs"] = request.method == "resources/read" ? 0 : kFreshFor;
      (*result)["cacheScope"] = "private";
    }
  }
  return outcome;
}

json::object Server::Identity() const { return {{"name", offer_.name}, {"version", offer_.version}}; }

json::object Server::Capabilities() const {
  json::object all{{"tools", json::object{}}};
  if (!offer_.resources.empty()) all["resources"] = json::object{};
  if (!offer_.prompts.empty()) all["prompts"] = json::object{};
  return all;
}

Server::Outcome Server::Initialize(const Request& request) const {
  const auto asked = Text(request.params, "protocolVersion");
  json::object result{{"protocolVersion", IsOneOf(kHandshakeVersions, asked) ? asked : kHandshakeVersions.front()},
                      {"capabilities", Capabilities()},
                      {"serverInfo", Identity()}};
  if (!offer_.instructions.empty()) result["instructions"] = offer_.instructions;
  return result;
}

Server::Outcome Server::Discover(const Request&) const {
  json::object result{{"supportedVersions", ToJson(kStatelessVersions)}, {"capabilities", Capabilities()}};
  if (!offer_.instructions.empty()) result["instructions"] = offer_.instructions;
  return result;
}

Server::Outcome Server::Nothing(const Request&) const { return json::object{}; }

Server::Outcome Server::ListTools(const Request&) const { return json::object{{"tools", ShownAll(offer_.tools)}}; }

Server::Outcome Server::CallTool(const Request& request) const {
  const auto name = Text(request.params, "name");
  const auto tool =
      std::find_if(offer_.tools.begin(), offer_.tools.end(), [&](const Tool& t) { return t.name == name; });
  if (tool == offer_.tools.end()) return Fault{kInvalidParams, "there is no tool '" + name + "'"};
  const auto* arguments = request.params.if_contains("arguments");
  if (arguments != nullptr && !arguments->is_object()) return Fault{kInvalidParams, "arguments: wants an object"};
  auto answer = tool->call(arguments != nullptr ? arguments->get_object() : json::object{});
  json::object result{{"content", std::move(answer.content)}, {"isError", answer.failed}};
  if (answer.structured) result["structuredContent"] = *std::move(answer.structured);
  return result;
}

Server::Outcome Server::ListResources(const Request&) const {
  json::array all;
  for (const auto& resource : offer_.resources)
    if (!resource.IsTemplate()) all.push_back(Shown(resource));
  return json::object{{"resources", std::move(all)}};
}

Server::Outcome Server::ListTemplates(const Request&) const {
  json::array all;
  for (const auto& resource : offer_.resources)
    if (resource.IsTemplate()) all.push_back(Shown(resource));
  return json::object{{"resourceTemplates", std::move(all)}};
}

Server::Outcome Server::ReadResource(const Request& request) const {
  const auto uri = Text(request.params, "uri");
  // What is not there: -32602 since the stateless revision, -32002 before.
  const int missing = request.stateless() ? int{kInvalidParams} : -32002;
  for (const auto& resource : offer_.resources) {
    const auto variable = resource.Match(uri);
    if (!variable) continue;
    const auto text = resource.read(*variable);
    if (!text) return Fault{missing, text.error().message, json::object{{"uri", uri}}};
    return json::object{
        {"contents", json::array{json::object{{"uri", uri}, {"mimeType", resource.mime_type}, {"text", *text}}}}};
  }
  return Fault{missing, "there is no resource '" + uri + "'", json::object{{"uri", uri}}};
}

Server::Outcome Server::ListPrompts(const Request&) const {
  return json::object{{"prompts", ShownAll(offer_.prompts)}};
}

Server::Outcome Server::GetPrompt(const Request& request) const {
  const auto name = Text(request.params, "name");
  const auto prompt =
      std::find_if(offer_.prompts.begin(), offer_.prompts.end(), [&](const Prompt& p) { return p.name == name; });
  if (prompt == offer_.prompts.end()) return Fault{kInvalidParams, "there is no prompt '" + name + "'"};
  std::map<std::string, std::string> arguments;
  if (const auto* given = Member(request.params, "arguments"))
    for (const auto& argument : *given) arguments[argument.key()] = Text(*given, argument.key());
  for (const auto& argument : prompt->arguments)
    if (argument.required && arguments[argument.name].empty())
      return Fault{kInvalidParams, "prompt " + name + ": " + argument.name + " is missing"};
  const json::object text{{"type", "text"}, {"text", prompt->text(arguments)}};
  return json::object{{"description", prompt->description},
                      {"messages", json::array{json::object{{"role", "user"}, {"content", text}}}}};
}

}  // namespace docktor::serve::mcp
