#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "serve/mcp/fault.h"
#include "serve/mcp/line.h"
#include "serve/mcp/prompt.h"
#include "serve/mcp/resource.h"
#include "serve/mcp/seal.h"
#include "serve/mcp/session.h"
#include "serve/mcp/tool.h"

namespace docktor::serve::mcp {

/// The revisions in which a request says itself which one it is in, newest first.
extern const std::vector<std::string> kStatelessVersions;
/// The revisions that begin with a handshake, newest first.
extern const std::vector<std::string> kHandshakeVersions;

/// Told of the address of a resource that has changed; short, from any thread.
using OnChange = std::function<void(const std::string& uri)>;

/// Values that an argument of a prompt (by its name) or the variable of a template (by its address) can have.
using Complete = std::function<std::vector<std::string>(const std::string& of, const std::string& argument,
                                                        const std::string& begun)>;

/// What a server has to offer.
struct Offer {
  std::string name;
  std::string version;
  std::string instructions;  ///< for the model behind the client
  std::vector<Tool> tools = {};
  std::vector<Resource> resources = {};
  std::vector<Prompt> prompts = {};
  Complete complete = {};                                            ///< may block; empty: nothing is completed
  std::function<std::shared_ptr<void>(const OnChange&)> watch = {};  ///< until that is released; empty: not to be had
};

/// Who asks, as far as it can be reached before it has its answer.
struct Client {
  std::shared_ptr<Line> line = nullptr;        ///< null: it hears the answer and nothing else
  std::shared_ptr<Session> session = nullptr;  ///< of the handshake era; null: none is kept
};

/// Answers the messages of MCP, in both of its eras, whatever they come through. It may be used from several threads.
class Server {
 public:
  explicit Server(Offer offer);

  /// The answer; empty for what wants none (notifications, a client's own answers), and for what goes on by what the
  /// client's line was given to keep. May block.
  std::optional<json::object> Answer(const json::value& message, const Client& client = {}) const;

  /// Whether the answer may have to wait: for a tool, for what is read, or for the client's own answers.
  static bool MayWait(const json::value& message);
  /// Whether more than the answer may come of this request, if it has a line.
  bool Talks(const json::object& message) const;
  /// What is wrong with a request of the stateless era before it is looked at; empty: nothing.
  std::optional<Fault> Unfit(const json::object& message) const;

 private:
  struct Request;
  using Outcome = std::variant<json::object, Fault>;
  using Method = Outcome (Server::*)(const Request&) const;
  using Round = std::variant<json::object, Wanted>;  ///< a result, or what has to be asked before
  using Go = std::function<Round(const Call&)>;

  Outcome Do(const Request& request) const;
  Outcome DoStateless(const Request& request) const;
  Outcome Initialize(const Request& request) const;
  Outcome Discover(const Request& request) const;
  Outcome Nothing(const Request& request) const;
  Outcome SetLevel(const Request& request) const;
  Outcome ListTools(const Request& request) const;
  Outcome CallTool(const Request& request) const;
  Outcome ListResources(const Request& request) const;
  Outcome ListTemplates(const Request& request) const;
  Outcome ReadResource(const Request& request) const;
  Outcome Subscribe(const Request& request) const;
  Outcome Unsubscribe(const Request& request) const;
  Outcome Listen(const Request& request) const;
  Outcome ListPrompts(const Request& request) const;
  Outcome GetPrompt(const Request& request) const;
  Outcome CompleteArgument(const Request& request) const;

  Fault Missing(const Request& request, const std::string& uri, std::string why) const;
  /// Why nobody can be told when this resource changes; empty: somebody can.
  std::optional<Fault> Unwatched(const Request& request, const std::string& uri) const;
  Outcome Carry(const Request& request, json::object arguments, const Go& go) const;
  Outcome CarryStateless(const Request& request, Call call, const Go& go) const;
  Outcome CarryBySession(const Request& request, Call call, const Go& go) const;
  json::object Capabilities() const;
  json::object Identity() const;

  Offer offer_;
  Seal seal_;
};

}  // namespace docktor::serve::mcp
