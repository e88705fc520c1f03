#pragma once

#include <optional>

#include "net/http_client.h"
#include "net/url.h"

namespace docktor::net {

/// Where an http or https address, or one on a unix socket, is served; of https the system's authorities are believed.
inline Endpoint EndpointOf(const Url& url) {
  if (!url.socket.empty()) return {.unix_socket = url.socket};
  return {.origin = url.Origin(), .tls = url.scheme == "https" ? std::optional(Tls{}) : std::nullopt};
}

}  // namespace docktor::net
