#pragma once

#include <string_view>

#include "core/result.h"
#include "net/http_client.h"

namespace docktor::docker {

/// Where an engine listens, from the forms of DOCKER_HOST: unix:///PATH and tcp://HOST[:PORT] without TLS (the port is
/// 2375 where none is named). kInvalidInput for anything else.
Result<net::Endpoint> ParseHost(std::string_view host);

}  // namespace docktor::docker
