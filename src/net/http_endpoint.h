#pragma once

#include <optional>

#include "net/http_client.h"
#include "net/url.h"

namespace docktor::net {

/// Where an http or https address is served; of the latter the system's authorities are believed.
inline Endpoint EndpointOf(const Url& url) {
  return {.origin = url.Origin(), .tls = url.scheme == "https" ? std::optional(Tls{}) : std::nullopt};
}

}  // namespace docktor::net
