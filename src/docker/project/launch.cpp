#include "docker/project/launch.h"

#include <algorithm>

#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::docker {
namespace {

std::vector<std::string> Split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

}  // namespace

Result<Launch> LaunchOf(const json::array& containers) {
  for (const auto& entry : containers) {  // newest first
    if (!entry.is_object()) continue;
    const auto label = [&](const char* name) { return Text(entry.get_object(), {"Labels", name}); };
    Launch launch{Split(label(kConfigFilesLabel)), label(kWorkingDirLabel), Split(label(kEnvironmentFilesLabel))};
    if (!launch.files.empty() && !launch.folder.empty()) return launch;
  }
  return Fail(Errc::kNotFound, "no container of the project is left that names its Compose files");
}

std::vector<std::string> ComposeCommand(const EngineAddress& engine, const std::string& project, const Launch& launch) {
  std::vector<std::string> command{"docker"};
  for (auto& flag : engine.DockerFlags()) command.push_back(std::move(flag));
  command.insert(command.end(), {"compose", "-p", project, "--project-directory", launch.folder});
  for (const auto& file : launch.files) command.insert(command.end(), {"-f", file});
  for (const auto& file : launch.environment_files) command.insert(command.end(), {"--env-file", file});
  return command;
}

}  // namespace docktor::docker
