#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "settings/environment.h"
#include "settings/files/compose_file.h"

namespace docktor::settings {

/// What the command line says of the project.
struct ProjectFlags {
  std::optional<std::string> compose_file = {};  ///< --compose-file
  std::optional<std::string> project = {};       ///< --project
};

/// Where the search begins.
struct Here {
  std::filesystem::path folder;      ///< current, absolute
  std::filesystem::path executable;  ///< of Docktor, absolute; empty: not known
};

/// The project to watch.
struct FoundProject {
  std::string name;
  std::vector<ComposeFile> files;  ///< weakest first; none where the project is only known by its name
  std::string found_by;            ///< "flag --compose-file", "compose.yaml in /srv/shop", …
};

/// The Compose files: --compose-file, else DOCKTOR_COMPOSE_FILE, else COMPOSE_FILE (of the environment or the .env in
/// the folder; each may name several, weakest first, with colons between), else the nearest compose.yaml (or other name
/// that Compose knows) from the folder upward with the override file beside it, else, where no project is named either,
/// examples/docker-compose.yaml beside the executable.
/// The name: --project, else COMPOSE_PROJECT_NAME (of the environment or the .env beside the file), else `name:` in the
/// file, else the folder's name as Compose makes it a project's.
///
/// kNotFound: the file named is not there, or there is neither file nor name. kInvalidInput: that is no project's name.
/// What is wrong inside a file is in its `errors`.
Result<FoundProject> FindProject(const ProjectFlags& flags, const Environment& environment, const Here& here);

/// What Compose makes of a folder's name: lower case, only a-z 0-9 _ -, beginning with a letter or digit; maybe empty.
std::string NormalProjectName(std::string_view text);

}  // namespace docktor::settings
