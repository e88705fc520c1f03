#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "serve/mcp/fault.h"
#include "serve/mcp/prompt.h"
#include "serve/mcp/resource.h"
#include "serve/mcp/tool.h"

namespace docktor::serve::mcp {

/// The revisions in which a request says itself which one it is in, newest first.
extern const std::vector<std::string> kStatelessVersions;
/// The revisions that begin with a handshake, newest first.
extern const std::vector<std::string> kHandshakeVersions;

/// What a server has to offer.
struct Offer {
  std::string name;
  std::string version;
  std::string instructions;  ///< for the model behind the client
  std::vector<Tool> tools = {};
  std::vector<Resource> resources = {};
  std::vector<Prompt> prompts = {};
};

/// Answers the messages of MCP, in both of its eras, whatever they come through. It keeps nothing between two messages
/// and may be used from several threads.
class Server {
 public:
  explicit Server(Offer offer);

  /// The answer; empty for what wants none (notifications, a client's own answers).
  std::optional<json::object> Answer(const json::value& message) const;

 private:
  struct Request;
  using Outcome = std::variant<json::object, Fault>;
  using Method = Outcome (Server::*)(const Request&) const;

  Outcome Do(const Request& request) const;
  Outcome DoStateless(const Request& request) const;
  Outcome Initialize(const Request& request) const;
  Outcome Discover(const Request& request) const;
  Outcome Nothing(const Request& request) const;
  Outcome ListTools(const Request& request) const;
  Outcome CallTool(const Request& request) const;
  Outcome ListResources(const Request& request) const;
  Outcome ListTemplates(const Request& request) const;
  Outcome ReadResource(const Request& request) const;
  Outcome ListPrompts(const Request& request) const;
  Outcome GetPrompt(const Request& request) const;
  json::object Capabilities() const;
  json::object Identity() const;

  Offer offer_;
};

}  // namespace docktor::serve::mcp
