#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "brain/judge/connect.h"
#include "cli/commands.h"
#include "docker/project/project_survey.h"
#include "net/program.h"
#include "settings/fields/values.h"
#include "settings/files/cagent_file.h"
#include "settings/settings.h"

namespace docktor::cli {
namespace {

constexpr Duration kPatience = 30min;  // for Compose, which may fetch and build images

/// Only its owner reads it: people put keys there later.
Status WriteNew(const std::filesystem::path& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int why = errno;
  if (file >= 0) close(file);
  if (written) return {};
  return Fail(Errc::kInternal, fmt::format("write {}: {}", path.string(), std::strerror(why)));
}

/// Everything between a project that lies there and a talk about it. What is done is said on stderr.
class Up {
 public:
  Up(const Session& session, const AiUpCommand& command, const settings::FoundProject& project)
      : session_(session), command_(command), project_(project) {}

  Status BringUp();
  void NameModel();
  ExitCode StartDaemon();

 private:
  Result<bool> Runs();
  bool ForPrograms() const { return command_.headless || session_.arguments.json; }
  static Status Run(const std::vector<std::string>& words);
  static Status RunInSight(const std::vector<std::string>& words);
  std::filesystem::path folder() const { return std::filesystem::path(project_.files.front().path).parent_path(); }

  const Session& session_;
  const AiUpCommand& command_;
  const settings::FoundProject& project_;
};

Result<bool> Up::Runs() {
  const auto engine = docker::FindEngine({}).and_then(docker::Connect);
  if (!engine) return tl::unexpected(engine.error());
  const auto seen = docker::ProjectSurvey(**engine, {project_.name}).Take({});
  if (!seen) return tl::unexpected(seen.error());
  for (const auto& service : seen->services)
    for (const auto& replica : service.replicas)
      if (docktor::Runs(replica.phase)) return true;
  return false;
}

Status Up::BringUp() {
  if (command_.skip_compose || project_.files.empty()) return {};
  const auto runs = Runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  if (*runs) return {};
  std::vector<std::string> words{"docker", "compose", "-p", project_.name};
  for (const auto& file : project_.files) words.insert(words.end(), {"-f", file.path});
  words.insert(words.end(), {"up", "-d"});
  Note("nothing of the project " + project_.name + " runs: bringing it up with Compose");
  return ForPrograms() ? Run(words) : RunInSight(words);
}

Status Up::Run(const std::vector<std::string>& words) {
  const auto up = net::OutputOf(words, kPatience);
  if (!up) return tl::unexpected<Error>(up.error().During("docker compose up"));
  return {};
}

/// Images may have to be fetched: a person sees how far that is.
Status Up::RunInSight(const std::vector<std::string>& words) {
  const auto code = net::RunInSight(words, kPatience);
  if (!code) return tl::unexpected<Error>(code.error().During("docker compose up"));
  if (*code == 0) return {};
  return Fail(Errc::kUnavailable, fmt::format("docker compose up ended with exit code {}", *code),
              "what it said stands above; the same by hand: docker compose up -d");
}

/// A model on this machine is written down where none is named, as the first Docktor did.
void Up::NameModel() {
  const settings::Settings settings(
      settings::LoadWritten(project_, session_.around.folders.config, session_.around.environment, {}));
  if (!settings.Brain().models.empty() || project_.files.empty()) return;
  const auto servers = brain::LocalServers(
      [&](const std::string& name) { return settings::Variable(session_.around.environment, name); });
  for (const auto& server : servers) {
    if (server.models.empty()) continue;
    const auto model = brain::NameAmong(server.models, "llama3.2").value_or(server.models.front());
    if (!settings::ParseName(model)) continue;  // a line break in it would be a line of the file
    const auto path = folder() / settings::CagentFile::kName;
    if (std::filesystem::exists(path)) return Note(path.string() + " names no model; that stays as it is");
    const auto written = WriteNew(path, settings::CagentText(server.endpoint, model));
    return Note(written ? fmt::format("wrote {}: {} at {}", path.string(), model, server.endpoint)
                        : written.error().message);
  }
  Note(
      "no language model is on this machine, so plain orders and questions are understood, and rules alone decide; "
      "to add one: docktor model pull llama3.2, where Docker Model Runner or Ollama runs");
}

ExitCode Up::StartDaemon() {
  if (const auto place = PlaceOf(session_.around.folders, project_.name); Answers(place.socket)) return kOk;
  StartCommand start;
  start.options.project = session_.arguments.project.project;
  start.options.compose_file = session_.arguments.project.compose_file;
  return ForPrograms() ? StartSilently(session_, start) : RunStart(session_, start);
}

}  // namespace

ExitCode RunAiUp(const Session& session, const AiUpCommand& command) {
  if (command.headless) ComplainInJson();
  const auto project =
      settings::FindProject(session.arguments.project, session.around.environment, session.around.here);
  if (!project) return Complain(project.error()), kUsage;
  Up up(session, command, *project);
  if (const auto done = up.BringUp(); !done) return Complain(done.error()), ExitCodeOf(done.error());
  up.NameModel();
  if (const auto started = up.StartDaemon(); started != kOk) return started;
  auto arguments = session.arguments;
  arguments.json = arguments.json || command.headless;
  return RunChat({arguments, session.around, session.look}, {.debug = command.debug});
}

}  // namespace docktor::cli
