#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"
#include "serve/live/live.h"
#include "serve/mcp/http.h"
#include "serve/mcp/server.h"
#include "serve/page/page.h"
#include "serve/request.h"
#include "serve/response.h"
#include "serve/written_answer.h"

namespace docktor::serve {

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
/// `GET /api/v1/events` also for what goes on (live/live.h), `GET /api/v1` for the list with its schemas, `GET
/// /api/v1/openapi.json` for all of it as OpenAPI, `/mcp` for other agents, `/api/v1/session` for who asks, `/metrics`
/// for Prometheus, `/healthz`, `/readyz`; what is left is the page's. Thread-safe.
class Router {
 public:
  /// Both outlive the router.
  Router(operations::Context& context, const std::vector<operations::Operation>& operations);
  /// Another offer at /mcp than Docktor's own, or another page.
  Router(operations::Context& context, const std::vector<operations::Operation>& operations, mcp::Offer offer,
         Page page = Page());

  using Way = std::variant<Response, Call, Writing, Errand, EventStream, Live>;
  Way Route(const Request& request) const;
  operations::Context& context() const { return context_; }

 private:
  Way RouteOperation(std::string_view id, std::string_view query, const Request& request) const;
  Response NoSuchOperation(std::string_view id) const;
  Way Services() const;
  Response Catalogue() const;
  Response Readiness() const;
  Errand Metrics() const;

  operations::Context& context_;
  const std::vector<operations::Operation>& operations_;
  const std::map<std::string, const operations::Operation*, std::less<>> by_id_;
  const std::unique_ptr<WrittenAnswer> services_;
  const Page page_;
  const mcp::Server mcp_;
  const std::unique_ptr<mcp::HttpDoor> mcp_door_;
};

}  // namespace docktor::serve
