#pragma once

#include <string>
#include <string_view>

#include "serve/mcp/members.h"
#include "serve/mcp/server.h"

namespace docktor::serve::mcp {

constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kClientCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view kLogLevelKey = "io.modelcontextprotocol/logLevel";
constexpr std::string_view kSubscriptionKey = "io.modelcontextprotocol/subscriptionId";

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
