/// Calls that may have to ask the client before they have a result. A tool says what it wants to know and is called
/// again with the answers, in either era: of the stateless one the client comes back with them, of the handshake one it
/// is asked over its line.
#include <algorithm>
#include <chrono>

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

constexpr int kMostRounds = 8;

/// What a client must have said that it can, to be asked this way.
std::string CapabilityFor(const std::string& method) { return method.substr(0, method.find('/')); }

/// Syslog's levels, least grave first.
const std::vector<std::string>& Levels() {
  static const std::vector<std::string> levels{"debug", "info",     "notice", "warning",
                                               "error", "critical", "alert",  "emergency"};
  return levels;
}

bool IsGraveEnough(std::string_view level, const std::string& least) {
  const auto& levels = Levels();
  return std::find(levels.begin(), levels.end(), level) >= std::find(levels.begin(), levels.end(), least);
}

/// What answers fit what was asked: objects under the keys that were.
json::object Sound(const json::object& answers) {
  json::object sound;
  for (const auto& answer : answers)
    if (answer.value().is_object()) sound[answer.key()] = answer.value();
  return sound;
}

Instant Now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace

Server::Outcome Server::SetLevel(const Request& request) const {
  const auto level = Text(request.params, "level");
  if (!IsOneOf(Levels(), level)) return Fault{kInvalidParams, "there is no level '" + level + "'"};
  if (request.client.session) request.client.session->SetLevel(level);
  return json::object{};
}

Server::Outcome Server::Carry(const Request& request, json::object arguments, const Go& go) const {
  Call call{.arguments = std::move(arguments),
            .can = [&request](std::string_view capability) { return request.Can(capability); }};
  const auto* token = request.meta.if_contains("progressToken");
  if (request.client.line != nullptr && token != nullptr)
    call.progress = [&request, token = *token](double done, double whole) {
      request.Notify("progress", {{"progressToken", token}, {"progress", done}, {"total", whole}});
    };
  const auto least = request.stateless()      ? Text(request.meta, kLogLevelKey)
                     : request.client.session ? request.client.session->level()
                                              : "";
  if (request.client.line != nullptr && !least.empty())
    call.log = [&request, least](std::string_view level, const std::string& text) {
      if (IsGraveEnough(level, least))
        request.Notify("message", {{"level", level}, {"logger", "docktor"}, {"data", text}});
    };
  return request.stateless() ? CarryStateless(request, std::move(call), go)
                             : CarryBySession(request, std::move(call), go);
}

Server::Outcome Server::CarryStateless(const Request& request, Call call, const Go& go) const {
  const auto bound_to = request.method + "\n" + Text(request.params, "name") + "\n" + WriteJson(call.arguments);
  if (const auto* sealed = request.params.if_contains("requestState")) {
    auto state = sealed->is_string() ? seal_.Open(std::string(sealed->get_string()), bound_to, Now()) : std::nullopt;
    if (!state) return Fault{kInvalidParams, "requestState: it is not one that this server gave for this, or too old"};
    call.state = *std::move(state);
  }
  if (const auto* answers = Member(request.params, "inputResponses")) call.answers = Sound(*answers);
  auto round = go(call);
  if (auto* result = std::get_if<json::object>(&round)) return std::move(*result);
  auto& wanted = std::get<Wanted>(round);
  json::object missing;
  for (const auto& asked : wanted.requests)
    if (const auto capability = CapabilityFor(Text(asked.value().as_object(), "method")); !request.Can(capability))
      missing[capability] = json::object{};
  if (!missing.empty())
    return Fault{kMissingCapability, "the client has to be asked, and cannot be",
                 json::object{{"requiredCapabilities", std::move(missing)}}};
  json::object result{{"resultType", "input_required"}, {"inputRequests", std::move(wanted.requests)}};
  if (!wanted.state.empty()) result["requestState"] = seal_.Close(wanted.state, bound_to, Now());
  return result;
}

Server::Outcome Server::CarryBySession(const Request& request, Call call, const Go& go) const {
  for (int i = 0; i < kMostRounds; ++i) {
    auto round = go(call);
    if (auto* result = std::get_if<json::object>(&round)) return std::move(*result);
    auto& wanted = std::get<Wanted>(round);
    call.state = wanted.state;
    call.answers.clear();
    for (const auto& asked : wanted.requests) {
      const auto& what = asked.value().as_object();
      const auto method = Text(what, "method");
      if (!request.Can(CapabilityFor(method)))
        return Fault{kInvalidRequest, "the client has to be asked by " + method + ", and cannot be"};
      const auto answer = request.client.session->Ask(*request.client.line, request.id, method, what.at("params"));
      if (!answer) return Fault{kInvalidRequest, answer.error().message};
      if (answer->is_object()) call.answers[asked.key()] = *answer;
    }
  }
  return Fault{kInvalidRequest, "the client was asked again and again, and the answers did not do"};
}

}  // namespace docktor::serve::mcp
