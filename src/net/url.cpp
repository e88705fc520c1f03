#include "net/url.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <curl/curl.h>

namespace docktor::net {
namespace {

constexpr std::string_view kUnix = "unix:";

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

bool IsPath(std::string_view text) {
  return text.starts_with('/') &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

/// Empty: it is no address of a unix socket.
std::optional<Url> OnUnixSocket(std::string_view text) {
  if (!text.starts_with("unix:/") || text.starts_with("unix://")) return std::nullopt;
  text.remove_prefix(kUnix.size());
  const auto end = std::min(text.find(':'), text.size());
  const auto path = text.substr(std::min(end + 1, text.size()));
  return Url{.scheme = "http",
             .host = "localhost",
             .path = path.empty() ? "/" : std::string(path),
             .socket = std::string(text.substr(0, end))};
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
  if (!socket.empty()) return std::string(kUnix) + socket + ":";
  const bool bracketed = host.find(':') != std::string::npos;
  return scheme + "://" + (bracketed ? "[" + host + "]" : host) + (port == 0 ? "" : ":" + std::to_string(port));
}

Result<Url> ParseUrl(const std::string& text) {
  const auto wrong = [&](const std::string& why, std::string hint = {}) {
    return Fail(Errc::kInvalidInput, "the address \"" + WithoutUser(text) + "\": " + why, std::move(hint));
  };
  if (auto url = OnUnixSocket(text)) {
    if (url->socket.size() > 1 && IsPath(url->path)) return *std::move(url);
    return wrong("it names no socket, or a path that is none", "want unix:/SOCKET:/PATH");
  }
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
