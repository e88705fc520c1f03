#pragma once

#include <filesystem>
#include <vector>

#include "app/plan/options.h"
#include "core/result.h"
#include "core/service.h"
#include "docker/connection/engine_address.h"
#include "settings/files/find_project.h"
#include "settings/files/folders.h"
#include "settings/settings.h"

namespace docktor::app {

/// Everything that a daemon knows before its first part is made.
struct Plan {
  settings::FoundProject project;
  settings::Settings settings;
  settings::Folders folders;
  docker::EngineAddress engine;

  /// The folder of all that is kept of the project.
  std::filesystem::path Records() const { return folders.state / project.name; }
};

/// Errors: kInvalidInput: a setting that concerns the whole project, or a flag, is wrong. kNotFound: no such project
/// or file.
Result<Plan> MakePlan(const DaemonOptions& options);

/// What is written now, read anew for a daemon that runs. kInvalidInput: something of it is wrong; all of it is told.
Result<settings::Settings> ReadAgain(const Plan& plan, const DaemonOptions& options);

/// kInvalidInput: a flag or a file names a service that is neither in the files nor among these.
Status CheckNames(const Plan& plan, const std::vector<ServiceFacts>& services);

}  // namespace docktor::app
