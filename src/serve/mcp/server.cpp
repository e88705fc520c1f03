#include "serve/mcp/server.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {

const std::vector<std::string> kStatelessVersions{"2026-07-28"};
const std::vector<std::string> kHandshakeVersions{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

namespace {

constexpr auto kServerInfoKey = "io.modelcontextprotocol/serverInfo";
constexpr int kFreshFor = 5000;  // milliseconds

/// Results that a client may keep for a moment.
bool MayBeKept(const std::string& method) {
  return method == "server/discover" || method.ends_with("/list") || method == "resources/read";
}

/// What the stateless era has left behind.
bool IsOfHandshakes(const std::string& method) {
  static const std::vector<std::string> gone{"initialize", "ping", "logging/setLevel", "resources/subscribe",
                                             "resources/unsubscribe"};
  return IsOneOf(gone, method);
}

/// What can be given back as it came: 1e999 cannot.
bool IsName(const json::value& id) {
  return id.is_string() || (id.is_number() && std::isfinite(id.to_number<double>()));
}

}  // namespace

bool Server::Request::Can(std::string_view capability) const {
  if (!stateless()) return client.session && client.line != nullptr && client.session->Can(capability);
  const auto* capabilities = Member(meta, kClientCapabilitiesKey);
  return capabilities != nullptr && Offers(*capabilities, capability);
}

void Server::Request::Notify(std::string_view notification, json::object notified) const {
  if (client.line == nullptr) return;
  client.line->Send(json::object{
      {"jsonrpc", "2.0"}, {"method", "notifications/" + std::string(notification)}, {"params", std::move(notified)}});
}

Server::Server(Offer offer) : offer_(std::move(offer)) {}

std::optional<json::object> Server::Answer(const json::value& message, const Client& client) const {
  const auto* object = message.if_object();
  if (object == nullptr || Text(*object, "jsonrpc") != "2.0")
    return FaultMessage(nullptr, {kInvalidRequest, "this is no JSON-RPC 2.0 message"});
  const auto* id = object->if_contains("id");
  const auto* method = object->if_contains("method");
  if (method == nullptr && (object->contains("result") || object->contains("error"))) {
    if (client.session) client.session->TakeAtOnce(*object);
    return std::nullopt;
  }
  const bool named = id != nullptr && IsName(*id);
  if (id != nullptr && !named) return FaultMessage(nullptr, {kInvalidRequest, "id: wants a text or a number"});
  if (method == nullptr || !method->is_string())
    return FaultMessage(named ? *id : json::value(nullptr), {kInvalidRequest, "method: wants a text"});
  if (!named) return std::nullopt;
  const auto* params = object->if_contains("params");
  if (params != nullptr && !params->is_object()) return FaultMessage(*id, {kInvalidParams, "params: wants an object"});
  Request request{.id = *id, .method = std::string(method->get_string()), .client = client};
  if (params != nullptr) request.params = params->get_object();
  if (const auto* meta = Member(request.params, "_meta")) request.meta = *meta;
  auto outcome = request.stateless() ? DoStateless(request) : Do(request);
  if (const auto* fault = std::get_if<Fault>(&outcome)) return FaultMessage(*id, *fault);
  auto& result = std::get<json::object>(outcome);
  if (request.method == "subscriptions/listen") return std::nullopt;  // its stream is open now
  return ResultMessage(*id, std::move(result));
}

bool Server::MayWait(const json::value& message) {
  static const std::vector<std::string> waiting{"tools/call",          "prompts/get",          "resources/read",
                                                "resources/subscribe", "subscriptions/listen", "completion/complete"};
  return message.is_object() && IsOneOf(waiting, Text(message.get_object(), "method"));
}

bool Server::Talks(const json::object& message) const {
  const auto method = Text(message, "method");
  if (method == "subscriptions/listen") return true;
  const auto* params = Member(message, "params");
  if (method != "tools/call" || params == nullptr) return false;
  const auto name = Text(*params, "name");
  return std::any_of(offer_.tools.begin(), offer_.tools.end(),
                     [&](const Tool& tool) { return tool.name == name && tool.talks; });
}

std::optional<Fault> Server::Unfit(const json::object& message) const {
  const auto* params = Member(message, "params");
  const auto* meta = params == nullptr ? nullptr : Member(*params, "_meta");
  if (meta == nullptr || !meta->contains(kVersionKey)) return std::nullopt;
  const auto version = Text(*meta, kVersionKey), method = Text(message, "method");
  if (!IsOneOf(kStatelessVersions, version))
    return Fault{kUnsupportedVersion, "this server does not speak revision '" + version + "' without a handshake",
                 json::object{{"supported", ToJson(kStatelessVersions)}, {"requested", version}}};
  if (Member(*meta, kClientCapabilitiesKey) == nullptr)
    return Fault{kInvalidParams, "_meta: " + std::string(kClientCapabilitiesKey) + " is missing"};
  if (IsOfHandshakes(method)) return Fault{kMethodNotFound, "revision " + version + " has no '" + method + "'"};
  return std::nullopt;
}

Server::Outcome Server::Do(const Request& request) const {
  static const std::map<std::string, Method> methods{{"initialize", &Server::Initialize},
                                                     {"ping", &Server::Nothing},
                                                     {"logging/setLevel", &Server::SetLevel},
                                                     {"tools/list", &Server::ListTools},
                                                     {"tools/call", &Server::CallTool},
                                                     {"resources/list", &Server::ListResources},
                                                     {"resources/templates/list", &Server::ListTemplates},
                                                     {"resources/read", &Server::ReadResource},
                                                     {"resources/subscribe", &Server::Subscribe},
                                                     {"resources/unsubscribe", &Server::Unsubscribe},
                                                     {"prompts/list", &Server::ListPrompts},
                                                     {"prompts/get", &Server::GetPrompt},
                                                     {"completion/complete", &Server::CompleteArgument}};
  const auto found = methods.find(request.method);
  if (found == methods.end()) return Fault{kMethodNotFound, "there is no method '" + request.method + "'"};
  return (this->*found->second)(request);
}

Server::Outcome Server::DoStateless(const Request& request) const {
  if (auto unfit = Unfit({{"method", request.method}, {"params", request.params}})) return *std::move(unfit);
  if (request.method == "subscriptions/listen") return Listen(request);
  auto outcome = request.method == "server/discover" ? Discover(request) : Do(request);
  if (auto* result = std::get_if<json::object>(&outcome)) {
    if (!result->contains("resultType")) (*result)["resultType"] = "complete";
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
  if (!offer_.resources.empty() && offer_.watch) all["resources"] = json::object{{"subscribe", true}};
  if (!offer_.prompts.empty()) all["prompts"] = json::object{};
  if (offer_.complete) all["completions"] = json::object{};
  const bool logs = std::any_of(offer_.tools.begin(), offer_.tools.end(), [](const Tool& tool) { return tool.talks; });
  if (logs) all["logging"] = json::object{};
  return all;
}

Server::Outcome Server::Initialize(const Request& request) const {
  const auto asked = Text(request.params, "protocolVersion");
  const auto& version = IsOneOf(kHandshakeVersions, asked) ? asked : kHandshakeVersions.front();
  const auto* capabilities = Member(request.params, "capabilities");
  if (request.client.session)
    request.client.session->Begin(version, capabilities == nullptr ? json::object{} : *capabilities);
  json::object result{{"protocolVersion", version}, {"capabilities", Capabilities()}, {"serverInfo", Identity()}};
  if (!offer_.instructions.empty()) result["instructions"] = offer_.instructions;
  return result;
}

Server::Outcome Server::Discover(const Request&) const {
  json::object result{{"supportedVersions", ToJson(kStatelessVersions)}, {"capabilities", Capabilities()}};
  if (!offer_.instructions.empty()) result["instructions"] = offer_.instructions;
  return result;
}

Server::Outcome Server::Nothing(const Request&) const { return json::object{}; }

}  // namespace docktor::serve::mcp
