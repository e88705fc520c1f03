#include "settings/files/written.h"

namespace docktor::settings {

Written LoadWritten(const FoundProject& project, const std::filesystem::path& config_folder,
                    const Environment& environment, Flags flags) {
  std::filesystem::path beside;
  if (!project.files.empty()) beside = std::filesystem::path(project.files.front().path).parent_path() / "docktor.yaml";
  return {.user = LoadSettingsFile(config_folder / "config.yaml", FileOf::kUser),
          .project = LoadSettingsFile(beside, FileOf::kProject),
          .compose = project.files,
          .variables = ReadVariables(environment),
          .flags = std::move(flags)};
}

std::vector<std::filesystem::path> FilesOf(const Written& written) {
  std::vector<std::filesystem::path> files;
  for (const auto* file : {&written.user, &written.project})
    if (!file->path.empty()) files.push_back(file->path);
  for (const auto& file : written.compose) files.emplace_back(file.path);
  return files;
}

}  // namespace docktor::settings
