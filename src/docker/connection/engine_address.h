#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "net/http_client.h"

namespace docktor::docker {

/// Where an engine is to be found, and who said so.
struct EngineAddress {
  std::string host =
      "unix:///var/run/docker.sock";  ///< unix:///PATH, tcp://HOST[:PORT], ssh://[USER@]HOST[:PORT][/PATH]
  std::string origin = {};            ///< "DOCKER_HOST", "the default", …; empty: nobody in particular
  std::optional<net::Tls> tls = {};   ///< of tcp:// only
  std::string context = {};           ///< the Docker context that it is from; empty: none

  /// "tcp://10.0.0.5:2376 (from DOCKER_HOST)"
  std::string Text() const;
  /// The flags by which the `docker` command finds the same engine, in the same environment.
  std::vector<std::string> DockerFlags() const;
};

/// Where to connect. Through ssh it is the way that the `docker` command takes: `docker system dial-stdio` over there,
/// without any question to the user. A tcp address without a port has 2375, with TLS 2376.
/// kInvalidInput: no such address, in words.
Result<net::Endpoint> EndpointOf(const EngineAddress& address);

/// What to do about an engine that could not be reached for this reason, in the words of curl, ssh or the system.
std::string ReachHint(const EngineAddress& address, const std::string& why);

}  // namespace docktor::docker
