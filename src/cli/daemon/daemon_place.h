#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "settings/environment.h"
#include "settings/files/find_project.h"
#include "settings/files/folders.h"

namespace docktor::cli {

/// Where this process stands in the world.
struct Surroundings {
  settings::Environment environment;
  settings::Here here;
  settings::Folders folders;
};
Result<Surroundings> LookAround();

/// Where the daemon of a project is, or would be.
struct DaemonPlace {
  std::string project;
  std::filesystem::path socket;
  std::filesystem::path log_file;
};
DaemonPlace PlaceOf(const settings::Folders& folders, const std::string& project);

/// Whether somebody listens at that socket.
bool Answers(const std::filesystem::path& socket);

/// Those of which a daemon runs, by name.
std::vector<std::string> RunningProjects(const settings::Folders& folders);

/// The running daemon that a command is meant for: that of the project named or of this folder; where neither names
/// one and exactly one daemon runs, that one.
/// kNotFound: none runs. kInvalidInput: several run, or what was named is wrong.
Result<DaemonPlace> FindDaemon(const settings::ProjectFlags& flags, const Surroundings& around);

}  // namespace docktor::cli
