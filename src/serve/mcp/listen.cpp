/// Clients that want to be told when a resource changes.
#include <set>

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

/// The addresses that the client asks about.
std::set<std::string> SubscribedIn(const json::object& params) {
  constexpr std::size_t kMost = 1000;
  std::set<std::string> all;
  const auto* notifications = Member(params, "notifications");
  const auto* uris = notifications == nullptr ? nullptr : notifications->if_contains("resourceSubscriptions");
  if (uris == nullptr || !uris->is_array()) return all;
  for (const auto& uri : uris->get_array())
    if (uri.is_string() && all.size() < kMost) all.emplace(uri.get_string());
  return all;
}

}  // namespace

/// What cannot be looked for now (nobody is there to ask) may well exist.
std::optional<Fault> Server::Unwatched(const Request& request, const std::string& uri) const {
  for (const auto& resource : offer_.resources) {
    const auto variable = resource.Match(uri);
    if (!variable) continue;
    if (!resource.changes)
      return Fault{kInvalidParams, "nobody is told of changes of '" + uri + "'", json::object{{"uri", uri}}};
    const auto content = resource.IsTemplate() ? resource.read(*variable) : ResourceContent{};
    if (content || content.error().code != Errc::kNotFound) return std::nullopt;
    return Missing(request, uri, content.error().message);
  }
  return Missing(request, uri, "there is no resource '" + uri + "'");
}

Server::Outcome Server::Subscribe(const Request& request) const {
  const auto& session = request.client.session;
  if (!offer_.watch) return Fault{kMethodNotFound, "there is no method '" + request.method + "'"};
  if (!session) return Fault{kInvalidRequest, "a subscription wants a session; begin with initialize"};
  const auto uri = Text(request.params, "uri");
  if (auto unwatched = Unwatched(request, uri)) return *std::move(unwatched);
  session->Subscribe(uri);
  session->WatchOnce([&] {
    return offer_.watch([weak = std::weak_ptr(session)](const std::string& changed) {
      if (const auto told = weak.lock()) told->Changed(changed);
    });
  });
  return json::object{};
}

Server::Outcome Server::Unsubscribe(const Request& request) const {
  if (!offer_.watch) return Fault{kMethodNotFound, "there is no method '" + request.method + "'"};
  if (request.client.session) request.client.session->Unsubscribe(Text(request.params, "uri"));
  return json::object{};
}

/// The stream begins with what is listened to of all that was asked for: resources, since the lists never change.
Server::Outcome Server::Listen(const Request& request) const {
  if (!offer_.watch) return Fault{kMethodNotFound, "there is no method '" + request.method + "'"};
  const auto line = request.client.line;
  if (line == nullptr) return Fault{kInvalidRequest, "a subscription wants a stream: accept text/event-stream"};
  const auto uris = SubscribedIn(request.params);
  for (const auto& uri : uris)
    if (auto unwatched = Unwatched(request, uri)) return *std::move(unwatched);
  const json::object meta{{kSubscriptionKey, request.id}};
  json::object listened;
  if (!uris.empty()) listened["resourceSubscriptions"] = ToJson(std::vector<std::string>(uris.begin(), uris.end()));
  request.Notify("subscriptions/acknowledged", {{"_meta", meta}, {"notifications", std::move(listened)}});
  auto told = offer_.watch([line, uris, meta](const std::string& changed) {
    if (uris.contains(changed))
      line->Send(json::object{{"jsonrpc", "2.0"},
                              {"method", "notifications/resources/updated"},
                              {"params", json::object{{"uri", changed}, {"_meta", meta}}}});
  });
  line->Keep(request.id, std::move(told));
  return json::object{};
}

}  // namespace docktor::serve::mcp
