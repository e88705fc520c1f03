#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "settings/files/cagent_file.h"
#include "settings/files/compose_file.h"
#include "settings/files/find_project.h"
#include "settings/files/settings_file.h"
#include "settings/variables.h"

namespace docktor::settings {

/// What was said at the start on the command line; the strongest of all.
struct Flags {
  std::vector<std::string> enabled_services = {};  ///< --service, by name within the project
  std::optional<Duration> interval = {};           ///< --interval
  bool dry_run = false;                            ///< --dry-run
  bool manual = false;                             ///< --manual
};

/// All that was written for one project, wherever.
struct Written {
  SettingsFile user = {};                 ///< config.yaml in the user's configuration folder
  CagentFile cagent = {};                 ///< beside the first Compose file
  SettingsFile project = {};              ///< docktor.yaml there
  std::vector<ComposeFile> compose = {};  ///< weakest first
  VariablesLayer variables = {};
  Flags flags = {};
};

/// Reads the files of Docktor's own and the variables; the Compose files have been read with the project.
/// What is wrong in any of them is in its `errors`.
Written LoadWritten(const FoundProject& project, const std::filesystem::path& config_folder,
                    const Environment& environment, Flags flags);

/// Every file that was read or would be if it were there.
std::vector<std::filesystem::path> FilesOf(const Written& written);

}  // namespace docktor::settings
