#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "serve/mcp/http_sessions.h"
#include "serve/mcp/server.h"
#include "serve/response.h"

namespace docktor::serve::mcp {

/// A request as far as MCP over HTTP looks at it.
struct HttpMessage {
  std::string method;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// MCP's Streamable HTTP, in both of its eras. Most answers come in one piece. A tool that may tell or ask something
/// first, and a subscription, get a stream where the client takes one; so does a session that listens (GET). Who may
/// ask, and from where, is checked by the caller. Thread-safe.
class HttpDoor {
 public:
  using Way = std::variant<Response, Errand, EventStream>;

  /// The server outlives the door.
  explicit HttpDoor(const Server& server) : server_(server) {}

  /// What is to be done for a message. An errand may block as long as a tool does.
  Way Take(const HttpMessage& message);

 private:
  /// What is said to a message or to a batch of them; empty: nothing. May block.
  using Answering = std::function<std::optional<json::value>(const Client&)>;

  Way TakePost(const HttpMessage& message);
  Way TakeOne(const HttpMessage& message, json::object request);
  Way TakeBatch(const HttpMessage& message, json::array batch);
  Way Answer(Answering answering, Client client, bool stateless, bool streams) const;
  /// Whether the answer is to come as a stream: where the client takes one, and something may be told before it.
  bool Streams(const HttpMessage& message, const json::object& request) const;
  Way Begin(json::object request);
  Way TakeGet(const HttpMessage& message);
  Response TakeDelete(const HttpMessage& message);

  /// Calls that may wait for a person at a time; more are answered without asking anybody, so that others get a turn.
  static constexpr int kMostTalking = 4;

  const Server& server_;
  HttpSessions sessions_;
  mutable std::atomic<int> talking_ = 0;
};

}  // namespace docktor::serve::mcp
