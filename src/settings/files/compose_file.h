#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "settings/layer.h"

namespace docktor::settings {

/// How many replicas a file says for a service.
struct FileCount {
  Origin origin;
  std::optional<int> value;  ///< empty: it cannot be read (a variable stands there)
};

/// One service of one Compose file, or of docktor.yaml.
struct ServiceInFile {
  std::string name;
  std::optional<Origin> extension = {};  ///< where its x-docktor is; having one enables it unless `enable` says no
  Layer layer = {};                      ///< what that says
  std::optional<FileCount> count = {};   ///< of `scale` or `deploy.replicas`; empty: neither is there
  Maybe<bool> global = {};               ///< of `deploy.mode`: whether it is one for each node
  std::vector<Error> errors = {};        ///< in what is said of this service
  std::vector<Error> label_errors = {};  ///< in its docktor.* labels; in force are those of the running replicas
};

/// What one Compose file says that touches scaling. Nothing else in it is judged: that is Compose's work.
struct ComposeFile {
  std::string path;
  std::optional<Said<std::string>> project = {};  ///< its `name:`
  Layer defaults = {};  ///< of the x-docktor at the top: for all services; enables only if it says so
  std::vector<ServiceInFile> services = {};
  bool includes_others = false;    ///< `include:` brings services of files that are not read
  std::vector<Error> errors = {};  ///< that concern all of its services
};

/// `path` is only used to name places. Every error is "path:line:column: what", with a hint, all of them at once.
ComposeFile ReadComposeFile(const std::string& text, const std::string& path);

/// kNotFound, kDenied: the file is not there or not ours to read. What is wrong in it is in the file's `errors`.
Result<ComposeFile> LoadComposeFile(const std::filesystem::path& path);

}  // namespace docktor::settings
