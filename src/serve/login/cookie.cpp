#include "serve/login/cookie.h"

#include <string_view>
#include <utility>

namespace docktor::serve {

Cookie::Cookie(unsigned short port, std::string path, Sent sent)
    : name_("docktor-" + std::to_string(port)), path_(std::move(path)), sent_(sent) {}

std::optional<std::string> Cookie::Read(const std::string& header) const {
  std::string_view left = header;
  while (!left.empty()) {
    auto pair = left.substr(0, left.find(';'));
    left.remove_prefix(std::min(pair.size() + 1, left.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with(name_ + "=")) return std::string(pair.substr(name_.size() + 1));
  }
  return std::nullopt;
}

std::string Cookie::Written(const std::string& value, Duration lifetime) const {
  return name_ + "=" + value + "; Path=" + path_ + "; Max-Age=" + std::to_string(lifetime / 1s) +
         "; HttpOnly; SameSite=Strict" + (sent_ == Sent::kEncrypted ? "; Secure" : "");
}

}  // namespace docktor::serve
