#include "settings/files/find_project.h"

#include <array>
#include <fstream>

#include <fmt/format.h>

namespace docktor::settings {
namespace {

using std::filesystem::path;

// In the order in which Compose looks for them.
constexpr std::array kNames{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
constexpr std::array kOverrides{"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
                                "docker-compose.override.yaml"};

bool IsFile(const path& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error);
}

template <std::size_t N>
std::optional<path> FirstOf(const path& folder, const std::array<const char*, N>& names) {
  for (const auto* name : names)
    if (IsFile(folder / name)) return folder / name;
  return std::nullopt;
}

std::optional<path> Nearest(path folder) {
  while (true) {
    if (auto file = FirstOf(folder, kNames)) return file;
    if (!folder.has_relative_path()) return std::nullopt;
    folder = folder.parent_path();
  }
}

/// A variable in the .env file of a folder, which Compose reads too.
std::optional<std::string> InDotEnv(const path& folder, std::string_view variable) {
  std::ifstream file(folder / ".env");
  std::optional<std::string> value;
  for (std::string line; std::getline(file, line);) {
    std::string_view text = line;
    if (text.starts_with("export ")) text.remove_prefix(7);
    if (!text.starts_with(variable) || text.substr(variable.size(), 1) != "=") continue;
    text.remove_prefix(variable.size() + 1);
    text = text.substr(0, text.find_first_of(" \t\r#"));
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
      text = text.substr(1, text.size() - 2);
    if (!text.empty()) value = text;
  }
  return value;
}

struct Files {
  std::vector<path> paths;
  std::string found_by;
};

/// "compose.yaml:prod.yaml"
std::vector<path> Listed(std::string_view list, const path& folder, std::string_view separator = ":") {
  std::vector<path> paths;
  while (!list.empty()) {
    const auto end = std::min(list.find(separator), list.size());
    if (end > 0) paths.push_back(folder / list.substr(0, end));
    list.remove_prefix(std::min(end + separator.size(), list.size()));
  }
  return paths;
}

/// The files that somebody named, in one of the places where that can be done.
std::optional<Files> Named(const ProjectFlags& flags, const Environment& environment, const path& folder) {
  if (flags.compose_file) return Files{Listed(*flags.compose_file, folder), "flag --compose-file"};
  if (const auto named = Variable(environment, "DOCKTOR_COMPOSE_FILE"))
    return Files{Listed(*named, folder), "DOCKTOR_COMPOSE_FILE"};
  const auto separator = Variable(environment, "COMPOSE_PATH_SEPARATOR").value_or(":");
  if (const auto named = Variable(environment, "COMPOSE_FILE"))
    return Files{Listed(*named, folder, separator), "COMPOSE_FILE"};
  if (const auto named = InDotEnv(folder, "COMPOSE_FILE"))
    return Files{Listed(*named, folder, InDotEnv(folder, "COMPOSE_PATH_SEPARATOR").value_or(separator)),
                 "COMPOSE_FILE in " + (folder / ".env").string()};
  return std::nullopt;
}

Result<Files> FindFiles(const ProjectFlags& flags, const Environment& environment, const Here& here) {
  if (auto named = Named(flags, environment, here.folder); named && !named->paths.empty()) return *std::move(named);
  if (const auto nearest = Nearest(here.folder)) {
    Files files{{*nearest}, nearest->string()};
    if (const auto more = FirstOf(nearest->parent_path(), kOverrides)) files.paths.push_back(*more);
    return files;
  }
  if (flags.project) return Files{{}, "flag --project"};
  const auto example = here.executable.parent_path() / "examples" / "docker-compose.yaml";
  if (!here.executable.empty() && IsFile(example)) return Files{{example}, "the example beside docktor"};
  return Fail(Errc::kNotFound, fmt::format("find a Compose file: there is none in {} or above", here.folder.string()),
              "go to the folder of one, or name it with --compose-file");
}

Result<std::string> Checked(const std::string& name, const std::string& origin) {
  const auto normal = NormalProjectName(name);
  if (normal == name && !name.empty()) return name;
  std::string hint = "use only a-z, 0-9, _ and -";
  if (name.find('$') != name.npos)
    hint = "variables are not filled in here: name the project with --project";
  else if (!normal.empty())
    hint = fmt::format("did you mean '{}'?", normal);
  return Fail(Errc::kInvalidInput, fmt::format("{}: '{}' is not the name of a project", origin, name), hint);
}

Result<std::string> FindName(const ProjectFlags& flags, const Environment& environment,
                             const std::vector<ComposeFile>& files) {
  if (flags.project) return Checked(*flags.project, "flag --project");
  if (const auto name = Variable(environment, "COMPOSE_PROJECT_NAME")) return Checked(*name, "COMPOSE_PROJECT_NAME");
  const auto folder = path(files.front().path).parent_path();
  if (const auto name = InDotEnv(folder, "COMPOSE_PROJECT_NAME"))
    return Checked(*name, "COMPOSE_PROJECT_NAME in " + (folder / ".env").string());
  for (auto file = files.rbegin(); file != files.rend(); ++file)
    if (file->project) return Checked(file->project->value, file->project->origin.text);
  const auto name = NormalProjectName(folder.filename().string());
  if (!name.empty()) return name;
  return Fail(Errc::kInvalidInput, fmt::format("the folder {} gives the project no name", folder.string()),
              "name it with --project, or with name: in its file");
}

}  // namespace

std::string NormalProjectName(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool word = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (word || (!name.empty() && (lower == '_' || lower == '-'))) name += lower;
  }
  return name;
}

Result<FoundProject> FindProject(const ProjectFlags& flags, const Environment& environment, const Here& here) {
  const auto found = FindFiles(flags, environment, here);
  if (!found) return tl::unexpected(found.error());
  FoundProject project{.name = {}, .files = {}, .found_by = found->found_by};
  for (const auto& file : found->paths) {
    auto loaded = LoadComposeFile(file.lexically_normal());
    if (!loaded) return tl::unexpected(loaded.error());
    project.files.push_back(std::move(*loaded));
  }
  const auto name = FindName(flags, environment, project.files);
  if (!name) return tl::unexpected(name.error());
  project.name = *name;
  return project;
}

}  // namespace docktor::settings
