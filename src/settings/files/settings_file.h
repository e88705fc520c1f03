#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "settings/files/compose_file.h"
#include "settings/layer.h"

namespace docktor::settings {

/// A file of Docktor's own: the user's config.yaml, or docktor.yaml beside a Compose file.
struct SettingsFile {
  std::filesystem::path path = {};           ///< where it is looked for; empty: nowhere
  Layer defaults = {};                       ///< for all services
  std::vector<ServiceInFile> services = {};  ///< of docktor.yaml; being named there enables a service
  std::vector<Error> errors = {};            ///< that concern all services
};

/// Whose file it is: only that of a project knows services.
enum class FileOf { kUser, kProject };

/// Every error is "path:line:column: what", with a hint, all of them at once.
SettingsFile ReadSettingsFile(const std::string& text, const std::filesystem::path& path, FileOf of);

/// A file that is not there says nothing; one that cannot be read is an error in `errors`.
SettingsFile LoadSettingsFile(const std::filesystem::path& path, FileOf of);

}  // namespace docktor::settings
