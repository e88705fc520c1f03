#pragma once

#include <string>

#include "core/json.h"

namespace docktor::serve::mcp {

/// The codes of JSON-RPC and of MCP that this server gives.
enum FaultCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kMissingCapability = -32021,
  kUnsupportedVersion = -32022,
};

/// Why a request has no result.
struct Fault {
  int code = kInvalidRequest;
  std::string message;
  json::value data = nullptr;  ///< null: none
};

/// The whole answer to the request `id`.
json::object ResultMessage(const json::value& id, json::object result);
json::object FaultMessage(const json::value& id, const Fault& fault);

}  // namespace docktor::serve::mcp
