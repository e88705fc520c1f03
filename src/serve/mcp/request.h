#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/mcp/server.h"

namespace docktor::serve::mcp {

constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kClientCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view kLogLevelKey = "io.modelcontextprotocol/logLevel";
constexpr std::string_view kSubscriptionKey = "io.modelcontextprotocol/subscriptionId";

/// The member where it is an object; null where it is not.
const json::object* Member(const json::object& object, std::string_view name);
/// The member where it is a text; empty where it is not.
std::string Text(const json::object& object, std::string_view name);
bool IsOneOf(const std::vector<std::string>& all, const std::string& one);

/// A request that has the form of one.
struct Server::Request {
  json::value id;
  std::string method;
  json::object params = {};
  json::object meta = {};
  const Client& client;

  bool stateless() const { return meta.contains(kVersionKey); }
  bool Can(std::string_view capability) const;
  void Notify(std::string_view notification, json::object notified) const;
};

}  // namespace docktor::serve::mcp
