#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brain/providers/provider.h"

namespace docktor::brain {

/// Where Docker Model Runner may listen beside its usual port: what MODEL_RUNNER_HOST names; else what `docker model
/// status` says, for which nothing is installed and no other machine woken, and the sockets of Docker Desktop that are
/// there, all of them on this machine. Not all of them answer. Blocks for as long as the command takes, at most 3 s.
std::vector<std::string> ModelRunnerEndpoints(const Variables& variables);

/// The address in what `docker model status --json` has said. Empty: it runs nowhere, or not on this machine, or that
/// is none of its answers, as where the docker command has no such plugin.
std::optional<std::string> EndpointIn(std::string_view status, const std::string& desktop_socket);

}  // namespace docktor::brain
