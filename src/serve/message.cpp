#include "serve/message.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace docktor::serve {

namespace http = boost::beast::http;

Request RequestOf(const http::request<http::string_body>& message) {
  Request request{.method = std::string(message.method_string()),
                  .target = std::string(message.target()),
                  .accept = std::string(message[http::field::accept]),
                  .actor = std::string(message["Docktor-Actor"])};
  for (const auto& field : message) {
    auto name = std::string(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto [said, first] = request.headers.emplace(std::move(name), std::string(field.value()));
    if (!first) said->second += ", " + std::string(field.value());  // what is said twice is none of the two
  }
  return request;
}

http::response<http::span_body<const char>> MessageOf(const Response& response, bool keep_alive, Parts parts) {
  http::response<http::span_body<const char>> message{static_cast<http::status>(response.status), 11};
  message.set(http::field::content_type, response.content_type);
  message.set(http::field::cache_control, "no-store");
  message.set("X-Content-Type-Options", "nosniff");
  message.set("Referrer-Policy", "no-referrer");
  message.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  for (const auto& [name, value] : response.headers) message.set(name, value);
  message.keep_alive(keep_alive);
  const auto text = response.Text();
  message.body() = {text.data(), text.size()};
  message.prepare_payload();
  if (parts == Parts::kHead) message.body() = {};
  return message;
}

}  // namespace docktor::serve
