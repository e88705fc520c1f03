#include "net/http_date.h"

#include <curl/curl.h>

namespace docktor::net {

std::optional<Instant> ReadHttpDate(const std::string& text) {
  const auto seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return Instant{std::chrono::seconds(seconds)};
}

}  // namespace docktor::net
