#include "settings/files/written.h"

namespace docktor::settings {

Written LoadWritten(const FoundProject& project, const std::filesystem::path& config_folder,
                    const Environment& environment, Flags flags) {
  const auto folder =
      project.files.empty() ? std::filesystem::path() : std::filesystem::path(project.files.front().path).parent_path();
  const auto beside = project.files.empty() ? std::filesystem::path() : folder / "docktor.yaml";
  return {.user = LoadSettingsFile(config_folder / "config.yaml", FileOf::kUser),
          .cagent = LoadCagentFile(folder),
          .project = LoadSettingsFile(beside, FileOf::kProject),
          .compose = project.files,
          .variables = ReadVariables(environment),
          .flags = std::move(flags)};
}

std::vector<std::filesystem::path> FilesOf(const Written& written) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : {written.user.path, written.cagent.path, written.project.path})
    if (!path.empty()) files.push_back(path);
  for (const auto& file : written.compose) files.emplace_back(file.path);
  return files;
}

}  // namespace docktor::settings
