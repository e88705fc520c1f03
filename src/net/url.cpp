#include "net/url.h"

#include <memory>

#include <curl/curl.h>

namespace docktor::net {
namespace {

using Handle = std::unique_ptr<CURLU, decltype([](CURLU* handle) { curl_url_cleanup(handle); })>;

std::string Part(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::string WithoutUser(const std::string& text) {
  const auto at = text.rfind('@');
  return at == std::string::npos ? text : "***" + text.substr(at);
}

}  // namespace

std::string PercentEncode(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

std::string Url::Origin() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return scheme + "://" + (bracketed ? "[" + host + "]" : host) + (port == 0 ? "" : ":" + std::to_string(port));
}

Result<Url> ParseUrl(const std::string& text) {
  const auto wrong = [&](const std::string& why, std::string hint = {}) {
    return Fail(Errc::kInvalidInput, "the address \"" + WithoutUser(text) + "\": " + why, std::move(hint));
  };
  const Handle handle(curl_url());
  if (const auto code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
      code != CURLUE_OK)
    return wrong(curl_url_strerror(code), "want something like http://host:port/path");
  if (!Part(handle.get(), CURLUPART_PASSWORD).empty())
    return wrong("it holds a password", "put the password into an environment variable and name that instead");
  Url url{.scheme = Part(handle.get(), CURLUPART_SCHEME),
          .user = Part(handle.get(), CURLUPART_USER, CURLU_URLDECODE),
          .host = Part(handle.get(), CURLUPART_HOST),
          .path = Part(handle.get(), CURLUPART_PATH)};
  if (url.host.starts_with('[')) url.host = url.host.substr(1, url.host.size() - 2);
  if (const auto port = Part(handle.get(), CURLUPART_PORT); !port.empty()) url.port = std::stoi(port);
  if (const auto query = Part(handle.get(), CURLUPART_QUERY); !query.empty()) url.path += "?" + query;
  return url;
}

}  // namespace docktor::net
