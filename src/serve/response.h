#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace docktor::serve {

/// An answer of one piece.
struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
};

Response JsonResponse(const json::value& value, int status = 200);
/// The status that says the same as the error's code: 400, 403, 404, 409, 500, 503 or 504.
Response ErrorResponse(const Error& error);
Response ErrorResponse(const Error& error, int status);

}  // namespace docktor::serve
