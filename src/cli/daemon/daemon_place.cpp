#include "cli/daemon/daemon_place.h"

#include <algorithm>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "operations/shared/did_you_mean.h"

namespace docktor::cli {
namespace {

namespace fs = std::filesystem;

/// Whether somebody said which project is meant, by a word or by standing in its folder. The example beside the
/// program is nobody's word.
bool Meant(const settings::FoundProject& found, const settings::ProjectFlags& flags, const Surroundings& around) {
  const bool named = flags.project || flags.compose_file ||
                     settings::Variable(around.environment, "DOCKTOR_COMPOSE_FILE") ||
                     settings::Variable(around.environment, "COMPOSE_FILE") ||
                     settings::Variable(around.environment, "COMPOSE_PROJECT_NAME");
  if (named || found.files.empty()) return true;
  const auto folder = fs::path(found.files.front().path).parent_path();
  const auto [end, ignored] =
      std::mismatch(folder.begin(), folder.end(), around.here.folder.begin(), around.here.folder.end());
  return end == folder.end();
}

tl::unexpected<Error> NoneRuns(const std::string& project, const std::vector<std::string>& running) {
  return Fail(Errc::kNotFound, "no daemon runs" + (project.empty() ? "" : " for the project '" + project + "'"),
              running.empty() ? "start one: docktor daemon start"
                              : "start one: docktor daemon start; or name one that runs with --project: " +
                                    operations::Listed(running));
}

}  // namespace

Result<Surroundings> LookAround() {
  Surroundings around{.environment = settings::ProcessEnvironment(), .here = {}, .folders = {}};
  std::error_code error;
  around.here.folder = fs::current_path(error);
  if (error) return Fail(Errc::kNotFound, "the current folder is gone: " + error.message(), "go to another one");
  around.here.executable = fs::read_symlink("/proc/self/exe", error);
  auto folders = settings::FindFolders(around.environment, geteuid());
  if (!folders) return tl::unexpected<Error>(folders.error());
  around.folders = *std::move(folders);
  return around;
}

DaemonPlace PlaceOf(const settings::Folders& folders, const std::string& project) {
  return {.project = project,
          .socket = folders.runtime / (project + ".sock"),
          .log_file = folders.state / project / "daemon.log"};
}

bool Answers(const fs::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& path = socket.native();
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool answered = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return answered;
}

std::vector<std::string> RunningProjects(const settings::Folders& folders) {
  std::vector<std::string> projects;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folders.runtime, error))
    if (entry.path().extension() == ".sock" && Answers(entry.path())) projects.push_back(entry.path().stem());
  std::sort(projects.begin(), projects.end());
  return projects;
}

Result<DaemonPlace> FindDaemon(const settings::ProjectFlags& flags, const Surroundings& around) {
  const auto found = settings::FindProject(flags, around.environment, around.here);
  if (!found && found.error().code != Errc::kNotFound) return tl::unexpected<Error>(found.error());
  if (!found && (flags.project || flags.compose_file))
    return Fail(Errc::kInvalidInput, "find the daemon: " + found.error().message, found.error().hint);
  const auto own = found ? std::optional(PlaceOf(around.folders, found->name)) : std::nullopt;
  if (own && Answers(own->socket)) return *own;
  const auto running = RunningProjects(around.folders);
  if (own && Meant(*found, flags, around)) return NoneRuns(own->project, running);
  if (running.size() == 1) return PlaceOf(around.folders, running.front());
  if (running.empty()) return NoneRuns("", running);
  return Fail(Errc::kInvalidInput, "several daemons run: " + operations::Listed(running),
              "name one of them with --project");
}

}  // namespace docktor::cli
