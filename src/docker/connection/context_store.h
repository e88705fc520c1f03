#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "docker/connection/engine_address.h"

namespace docktor::docker {

/// `currentContext` of config.json in Docker's folder; empty where there is no such file or it names none.
/// kInvalidInput: the file cannot be read as JSON.
Result<std::string> CurrentContext(const std::filesystem::path& docker_folder);

/// The engine of a context in Docker's folder, as `docker context create` leaves it there. `origin` says who named it.
/// kInvalidInput: there is no such context, or it cannot be read.
Result<EngineAddress> ReadContext(const std::filesystem::path& docker_folder, const std::string& name,
                                  const std::string& origin);

}  // namespace docktor::docker
