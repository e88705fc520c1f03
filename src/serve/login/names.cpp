#include "serve/login/names.h"

#include <algorithm>

#include <arpa/inet.h>

namespace docktor::serve {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// "127.0.0.1", "[::1]".
bool IsNumber(const std::string& name) {
  in6_addr six{};
  in_addr four{};
  if (name.starts_with('[') && name.ends_with(']'))
    return inet_pton(AF_INET6, name.substr(1, name.size() - 2).c_str(), &six) == 1;
  return inet_pton(AF_INET, name.c_str(), &four) == 1;
}

std::string HostOf(const std::string& url) { return url.substr(std::min(url.find("://"), url.size() - 3) + 3); }

}  // namespace

Names::Names(const Entrance& entrance)
    : address_(entrance.address),
      tls_(entrance.tls),
      scheme_(tls_ ? "https://" : "http://"),
      public_url_(entrance.public_url) {}

bool Names::IsOurs(const std::string& host) const {
  return IsDirect(host) || (!public_url_.empty() && Lower(host) == HostOf(public_url_));
}

bool Names::IsOurPage(const std::string& origin) const {
  if (!public_url_.empty() && origin == public_url_) return true;
  return origin.starts_with(scheme_) && IsDirect(origin.substr(scheme_.size()));
}

/// Who calls by a number was not led here by a name. Browsers leave out the usual port.
bool Names::IsDirect(const std::string& host) const {
  const auto port = ":" + std::to_string(address_.port);
  auto name = Lower(host);
  if (name.ends_with(port)) {
    name.resize(name.size() - port.size());
  } else if (address_.port != (tls_ ? 443 : 80)) {
    return false;
  }
  for (const auto* here : {"127.0.0.1", "localhost", "[::1]"})
    if (name == here) return true;
  if (IsNumber(name)) return !address_.IsLoopback() || name == address_.host;
  return tls_ && !name.empty() && name.front() != '.' && tls_->IsOf(name);
}

bool Names::IsEncrypted() const { return tls_ || public_url_.starts_with("https://"); }

std::string Names::Url() const { return public_url_.empty() ? DirectUrl() : public_url_; }

std::string Names::DirectUrl() const {
  if (!address_.IsAny()) return scheme_ + address_.Text();
  auto name = tls_ ? tls_->Name() : "";
  if (name.empty()) name = address_.host == "::" ? "[::1]" : "127.0.0.1";
  return scheme_ + name + ":" + std::to_string(address_.port);
}

}  // namespace docktor::serve
