#pragma once

#include "cli/arguments/arguments.h"
#include "cli/daemon/daemon_place.h"
#include "cli/terminal.h"

namespace docktor::cli {

/// What every command may need.
struct Session {
  const Arguments& arguments;
  const Surroundings& around;
  Look look;
};

/// Each does its command, writes its answer to stdout and its troubles to stderr.
ExitCode RunCall(const Session& session, const CallCommand& command);
ExitCode RunExport(const Session& session, const ExportCommand& command);
ExitCode RunStart(const Session& session, const StartCommand& command);
ExitCode RunStop(const Session& session);
ExitCode RunDaemonLogs(const Session& session, const DaemonLogsCommand& command);
/// Brings up a stack of its own, puts load on it, shows what Docktor does, and takes it all down again.
/// kFailed: the replicas did not rise and fall.
ExitCode RunDemo(const Session& session, const DemoCommand& command);
/// Each value in force, with labels where Docker answers; no daemon is needed for any of the three.
ExitCode RunConfigShow(const Session& session, const ConfigShowCommand& command);
/// kUsage: something is wrong, all of it told.
ExitCode RunConfigValidate(const Session& session, const ConfigValidateCommand& command);
ExitCode RunConfigSchema();
/// Everything that Docktor needs, a line each.
ExitCode RunDoctor(const Session& session, const DoctorCommand& command);
ExitCode RunCompletion(const CompletionCommand& command);
/// Shows what it would add to the Compose file, and adds it where that is wanted.
/// kUsage: there is no such file, or nothing can be added to it. kFailed: it cannot be written, or Compose is missing.
ExitCode RunInit(const Session& session, const InitCommand& command);
/// kUsage: a setting, a strategy, the trace or what the simulator says is wrong.
ExitCode RunSimulate(const Session& session, const SimulateCommand& command);
/// Answers another agent until its input ends. kUsage: the log cannot be opened. kFailed: nobody reads the answers.
ExitCode RunMcp(const Session& session, const McpCommand& command);
/// kUsage: there is no such provider or key. kFailed: no model answers, or not in the form that was asked for.
ExitCode RunModelTest(const Session& session, const ModelTestCommand& command);
/// kUsage: there is no such provider or key. kFailed: no server answers.
ExitCode RunModelList(const Session& session, const ModelListCommand& command);
/// kUsage: there is no project, or its docktor.yaml is wrong already, or would be. kFailed: it cannot be written.
ExitCode RunSetModel(const Session& session, const SetModelCommand& command);
/// Each line that a person types, or that comes from stdin, as `prompt`; the exit code is that of the last.
ExitCode RunChat(const Session& session, const ChatCommand& command);
/// kUsage: there is no terminal.
ExitCode RunTop(const Session& session);
ExitCode RunAiUp(const Session& session, const AiUpCommand& command);
/// As RunStart, without a greeting.
ExitCode StartSilently(const Session& session, const StartCommand& command);
ExitCode RunModelPull(const Session& session, const ModelPullCommand& command);
/// Says also what engine there is, where one answers.
ExitCode RunVersion(const Session& session, const VersionCommand& command);

/// The daemon that the command is meant for. Complains where there is none, which is exit code `kNoDaemon`.
tl::expected<DaemonPlace, ExitCode> RunningDaemon(const Session& session);
/// Of what the daemon at `place` has answered: what is unavailable to it need not be Docker, and it may have gone.
ExitCode ExitCodeOf(const Error& error, const DaemonPlace& place);

}  // namespace docktor::cli
