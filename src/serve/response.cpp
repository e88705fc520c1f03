#include "serve/response.h"

#include "operations/declare/error_json.h"

namespace docktor::serve {
namespace {

int StatusOf(Errc code) {
  switch (code) {
    case Errc::kInvalidInput: return 400;
    case Errc::kDenied: return 403;
    case Errc::kNotFound: return 404;
    case Errc::kConflict: return 409;
    case Errc::kUnavailable: return 503;
    case Errc::kTimeout: return 504;
    case Errc::kInternal: break;
  }
  return 500;
}

}  // namespace

Response JsonResponse(const json::value& value, int status) {
  return {.status = status, .body = WriteJson(value) + "\n"};
}

Response ErrorResponse(const Error& error) { return ErrorResponse(error, StatusOf(error.code)); }

Response ErrorResponse(const Error& error, int status) { return JsonResponse(operations::ErrorJson(error), status); }

}  // namespace docktor::serve
