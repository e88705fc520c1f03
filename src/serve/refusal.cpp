#include "serve/refusal.h"

#include <string>

#include <boost/beast/http/error.hpp>

namespace docktor::serve {
namespace {

namespace http = boost::beast::http;

Response TooLarge(const char* what, std::size_t most, int status) {
  return ErrorResponse(
      {Errc::kInvalidInput, std::string("the ") + what + " is larger than " + std::to_string(most) + " bytes"}, status);
}

}  // namespace

std::optional<Response> RefusalOf(const boost::system::error_code& error, const ServeLimits& limits) {
  const bool is_http = error.category() == http::make_error_code(http::error::bad_method).category();
  if (!is_http || error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error == http::error::body_limit) return TooLarge("body", limits.body_bytes, 413);
  if (error == http::error::header_limit) return TooLarge("head", limits.header_bytes, 431);
  return ErrorResponse({Errc::kInvalidInput, "this is not HTTP: " + error.message()});
}

}  // namespace docktor::serve
