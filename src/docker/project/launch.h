#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "docker/connection/engine_address.h"

namespace docktor::docker {

/// How a project was brought up, as Compose wrote it into its containers.
struct Launch {
  std::vector<std::string> files;
  std::string folder;
  std::vector<std::string> environment_files;  ///< those that --env-file named; none as a rule
};

/// From the newest container that tells, of what Engine::List answered. kNotFound: none does.
Result<Launch> LaunchOf(const json::array& containers);

/// "docker … compose -p PROJECT … -f FILE …", to which a command of Compose's is to be added.
std::vector<std::string> ComposeCommand(const EngineAddress& engine, const std::string& project, const Launch& launch);

}  // namespace docktor::docker
