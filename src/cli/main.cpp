#include "cli/main.h"

#include <fmt/core.h>

#include "cli/arguments.h"
#include "cli/commands.h"
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
    ExitCode operator()(const VersionCommand&) const { return RunVersion(session); }
  } const run{session};
  return std::visit(run, arguments.command);
}

}  // namespace

int Main(int argc, char** argv) {
  const auto read = Parse({argv + (argc > 0 ? 1 : 0), argv + argc}, operations::All());
  if (const auto* words = std::get_if<Words>(&read)) return Say(*words);
  return Do(std::get<Arguments>(read));
}

}  // namespace docktor::cli
