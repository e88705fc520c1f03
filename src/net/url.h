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
  std::string host;         ///< an IPv6 address without its brackets
  int port = 0;             ///< 0: it names none
  std::string path = "/";   ///< as it stands there, with the query; begins with a slash
  std::string socket = {};  ///< the path of a unix socket: the server listens there, and `host` only names it

  /// "http://host:port", without user and path; "unix:SOCKET:" of a server on a unix socket.
  std::string Origin() const;
};

/// An address as browsers write it; or "unix:SOCKET:PATH" ("unix:/var/run/docker.sock:/v1/models"): HTTP on the unix
/// socket at SOCKET, an absolute path without a colon, where PATH ("/" where it is left out) is asked for.
/// kInvalidInput: no such address, or it holds a password. The message repeats nothing of what stands before an "@".
Result<Url> ParseUrl(const std::string& text);

}  // namespace docktor::net
