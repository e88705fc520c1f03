#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "operations/declare/sink.h"

namespace docktor::serve {

/// An answer of one piece.
struct Response {
  using Shared = std::shared_ptr<const std::string>;

  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool guessed = false;  ///< to a wrong token: told late, so that guessing is slow
  Shared shared = {};    ///< instead of `body`: what others are answered too

  std::string_view Text() const { return shared ? *shared : body; }
};

/// Something that blocks until its answer is there: done off the server's thread.
using Errand = std::function<Response()>;

/// An answer that takes a moment to write, and waits for nobody: likewise.
struct Writing {
  std::function<Response()> write;
};

/// An answer that is a stream of server-sent events: each item of the sink is one. Begun off the server's thread; it
/// may block, and may go on by what it gave the sink to keep.
struct EventStream {
  std::function<void(std::shared_ptr<operations::Sink>)> run;
};

Response JsonResponse(const json::value& value, int status = 200);
/// The status that says the same as the error's code: 400, 403, 404, 409, 500, 503 or 504.
Response ErrorResponse(const Error& error);
Response ErrorResponse(const Error& error, int status);

}  // namespace docktor::serve
