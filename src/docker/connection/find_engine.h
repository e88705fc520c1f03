#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/result.h"
#include "docker/connection/engine_address.h"

namespace docktor::docker {

/// What the command line says of the engine.
struct EngineChoice {
  std::optional<std::string> host = {};     ///< --host
  std::optional<std::string> context = {};  ///< --context
};

/// A variable of the environment; empty where it is not set, which means the same.
using Variables = std::function<std::string(const char* name)>;
std::string ProcessVariable(const char* name);

/// The engine that the `docker` command would use: --context, --host, DOCKER_HOST, DOCKER_CONTEXT, `currentContext` in
/// config.json of Docker's folder (DOCKER_CONFIG, else ~/.docker), the usual socket; the first that says something.
/// TLS of an address that is no context's is by DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH.
///
/// kInvalidInput: both flags; a context that is not there or cannot be read; a file that TLS needs is missing.
Result<EngineAddress> FindEngine(const EngineChoice& choice = {}, const Variables& variables = ProcessVariable);

}  // namespace docktor::docker
