#include "cli/main.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>

#include <fmt/core.h>

#include "cli/arguments/arguments.h"
#include "cli/commands.h"
#include "cli/completion/completion_command.h"
#include "cli/docker_plugin.h"
#include "cli/reference/reference_command.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

ExitCode Say(const Words& words) {
  fmt::print("{}", words.text);
  if (words.error) Complain(*words.error);
  return words.exit_code;
}

ExitCode Do(const Arguments& arguments) {
  const auto around = LookAround();
  if (!around) {
    Complain(around.error());
    return ExitCodeOf(around.error());
  }
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const Session session{arguments, *around, LookOfStdout(around->environment, arguments.no_color, now)};
  struct {
    const Session& session;
    ExitCode operator()(const CallCommand& c) const { return RunCall(session, c); }
    ExitCode operator()(const ExportCommand& c) const { return RunExport(session, c); }
    ExitCode operator()(const StartCommand& c) const { return RunStart(session, c); }
    ExitCode operator()(const StopCommand&) const { return RunStop(session); }
    ExitCode operator()(const DaemonLogsCommand& c) const { return RunDaemonLogs(session, c); }
    ExitCode operator()(const DemoCommand& c) const { return RunDemo(session, c); }
    ExitCode operator()(const ConfigShowCommand& c) const { return RunConfigShow(session, c); }
    ExitCode operator()(const ConfigValidateCommand& c) const { return RunConfigValidate(session, c); }
    ExitCode operator()(const ConfigSchemaCommand&) const { return RunConfigSchema(); }
    ExitCode operator()(const DoctorCommand& c) const { return RunDoctor(session, c); }
    ExitCode operator()(const CompletionCommand& c) const { return RunCompletion(c); }
    ExitCode operator()(const InitCommand& c) const { return RunInit(session, c); }
    ExitCode operator()(const SimulateCommand& c) const { return RunSimulate(session, c); }
    ExitCode operator()(const McpCommand& c) const { return RunMcp(session, c); }
    ExitCode operator()(const ModelTestCommand& c) const { return RunModelTest(session, c); }
    ExitCode operator()(const ModelListCommand& c) const { return RunModelList(session, c); }
    ExitCode operator()(const ModelPullCommand& c) const { return RunModelPull(session, c); }
    ExitCode operator()(const ChatCommand& c) const { return RunChat(session, c); }
    ExitCode operator()(const AiUpCommand& c) const { return RunAiUp(session, c); }
    ExitCode operator()(const TopCommand&) const { return RunTop(session); }
    ExitCode operator()(const SetModelCommand& c) const { return RunSetModel(session, c); }
    ExitCode operator()(const VersionCommand& c) const { return RunVersion(session, c); }
  } const run{session};
  return std::visit(run, arguments.command);
}

void Adopt(const std::map<std::string, std::string>& variables) {
  for (const auto& [name, value] : variables) {
    if (value.empty())
      unsetenv(name.c_str());
    else
      setenv(name.c_str(), value.c_str(), 1);
  }
}

ExitCode Run(const std::vector<std::string>& arguments) {
  const auto read = Parse(arguments, operations::All());
  if (std::find(arguments.begin(), arguments.end(), "--json") != arguments.end()) ComplainInJson();
  if (const auto* words = std::get_if<Words>(&read)) return Say(*words);
  return Do(std::get<Arguments>(read));
}

/// What only programs ask for, and no person: words that no command has.
std::optional<ExitCode> RunForPrograms(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return std::nullopt;
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (arguments.front() == kPluginQuestion) return fmt::print("{}\n", PluginMetadata()), kOk;
  if (arguments.front() == "__complete") return RunComplete(rest);
  if (arguments.front() == "__reference") return RunReference(rest);
  return std::nullopt;
}

}  // namespace

int Main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (const auto done = RunForPrograms(arguments)) return *done;
  auto call = ReadPluginCall(argc > 0 ? argv[0] : "", arguments);
  if (!call) return Complain(call.error()), kUsage;
  if (*call) {
    Adopt((*call)->variables);
    arguments = std::move((*call)->arguments);
    if (const auto done = RunForPrograms(arguments)) return *done;
  }
  return Run(arguments);
}

}  // namespace docktor::cli
