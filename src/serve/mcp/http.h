#pragma once

#include <map>
#include <string>

#include "serve/mcp/server.h"
#include "serve/response.h"

namespace docktor::serve::mcp {

/// A request as far as MCP over HTTP looks at it.
struct HttpMessage {
  std::string method;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// The answer of MCP's Streamable HTTP to one request, always in one piece: a stream is nothing that this server opens,
/// nor a session. May block as long as a tool does. Who may ask, and from where, is checked by the caller.
Response AnswerHttp(const Server& server, const HttpMessage& message);

}  // namespace docktor::serve::mcp
