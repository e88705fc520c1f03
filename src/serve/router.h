#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"
#include "serve/mcp/http.h"
#include "serve/mcp/server.h"
#include "serve/response.h"

namespace docktor::serve {

/// A request as far as it decides what is to be done.
struct Request {
  std::string method;
  std::string target;  ///< path and query
  std::string accept = {};
  std::string actor = {};  ///< header Docktor-Actor: "agent" or "model" for a program that wants to be held to that
  std::string body = {};
  std::map<std::string, std::string> headers = {};  ///< all, names in lower case
};

/// How the items of a stream are written.
enum class Form {
  kOne,     ///< no stream: one JSON document
  kLines,   ///< application/x-ndjson: a JSON document a line
  kEvents,  ///< text/event-stream
};

/// An operation to be run.
struct Call {
  const operations::Operation* operation = nullptr;
  operations::Caller caller;
  json::object input;
  Form form = Form::kOne;
};

/// Finds what a request asks for. The routes derive from the list of operations:
/// `POST /api/v1/OPERATION` with the input as JSON, `GET /api/v1/OPERATION?field=value` for what only reads,
/// `GET /api/v1` for the list with its schemas, `GET /api/v1/openapi.json` for all of it as OpenAPI, `/mcp` for other
/// agents, `/metrics` for Prometheus, `/healthz`, `/readyz`. Thread-safe.
class Router {
 public:
  /// Both outlive the router.
  Router(operations::Context& context, const std::vector<operations::Operation>& operations);
  /// Another offer at /mcp than Docktor's own.
  Router(operations::Context& context, const std::vector<operations::Operation>& operations, mcp::Offer offer);

  using Way = std::variant<Response, Call, Errand, EventStream>;
  Way Route(const Request& request) const;
  operations::Context& context() const { return context_; }

 private:
  Way RouteOperation(std::string_view id, std::string_view query, const Request& request) const;
  Response Catalogue() const;
  Response Readiness() const;
  Errand Metrics() const;

  operations::Context& context_;
  const std::vector<operations::Operation>& operations_;
  const mcp::Server mcp_;
  const std::unique_ptr<mcp::HttpDoor> mcp_door_;
};

}  // namespace docktor::serve
