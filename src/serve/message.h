#pragma once

#include <boost/beast/http.hpp>
#include <boost/beast/http/span_body.hpp>

#include "serve/request.h"
#include "serve/response.h"

namespace docktor::serve {

// For the sources of this room only: Beast is too heavy for everybody's headers.

/// What a request's head says; the body may not have come yet.
Request RequestOf(const boost::beast::http::request<boost::beast::http::string_body>& message);

/// Of an answer that is sent: kHead says how long the rest would be.
enum class Parts { kHead, kAll };
/// The answer as it is sent. It refers to the text of `response`, which has to outlive it.
boost::beast::http::response<boost::beast::http::span_body<const char>> MessageOf(const Response& response,
                                                                                  bool keep_alive, Parts parts);

}  // namespace docktor::serve
