#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor::net {

/// As it may stand in a path segment or a query value: everything but letters, digits and -._~ becomes %XX.
std::string PercentEncode(std::string_view text);

/// Where something is asked for. It holds no password: an address is shown, logged and kept.
struct Url {
  std::string scheme;  ///< in lower case: "http", "redis", …
  std::string user = {};
  std::string host;        ///< an IPv6 address without its brackets
  int port = 0;            ///< 0: it names none
  std::string path = "/";  ///< as it stands there, with the query; begins with a slash

  /// "http://host:port", without user and path.
  std::string Origin() const;
};

/// kInvalidInput: no such address, or it holds a password. The message repeats nothing of what stands before an "@".
Result<Url> ParseUrl(const std::string& text);

}  // namespace docktor::net
