#include <algorithm>
#include <csignal>
#include <cstdio>
#include <deque>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/daemon.h"
#include "cli/client.h"
#include "cli/commands.h"
#include "cli/daemon/greeting.h"
#include "cli/daemon/launch.h"
#include "cli/daemon/restart.h"
#include "operations/link.h"
#include "operations/list.h"
#include "operations/stop.h"
#include "serve/login/tokens.h"

namespace docktor::cli {
namespace {

constexpr Duration kPatience = 60s;
constexpr Duration kDying = 10s;  ///< that a daemon may take to answer, or to let its socket go

ExitCode Complained(const Error& error) {
  Complain(error);
  return ExitCodeOf(error);
}

enum class First { kNo, kYes };

/// The link that is a secret, for whoever sits there and not for a log, at the first start; at any, why there is none.
Result<std::string> LinkToShow(Client& client, const std::string& url, First first, const Look& look) {
  if (!url.empty() && (first == First::kNo || !look.terminal)) return "";
  auto link = client.Ask<operations::LinkOutput>(*operations::Find("link"));
  if (!link && link.error().code == Errc::kUnavailable) return "";  // nobody wants one
  return std::move(link).map([](operations::LinkOutput output) { return std::move(output.url); });
}

First IsFirst(const DaemonPlace& place) {
  return serve::HasTokens(place.log_file.parent_path()) ? First::kNo : First::kYes;
}

void Greet(const Session& session, const DaemonPlace& place, First first) {
  Client client(place.socket);
  const auto status = client.Ask<operations::StatusOutput>(*operations::Find("status"));
  const auto services = client.Ask<operations::ServicesOutput>(*operations::Find("services"));
  if (!status) return Complain(status.error());
  if (!services) return Complain(services.error());
  const auto link = LinkToShow(client, status->daemon.url, first, session.look);
  const auto variables = [&](const std::string& name) { return settings::Variable(session.around.environment, name); };
  fmt::print("{}", session.arguments.json ? WriteJson(ToJson(*status)) + "\n"
                                          : Greeting(*status, *services, variables, session.look, link));
  std::fflush(stdout);
}

ExitCode RunInForeground(const Session& session, const StartCommand& command, const DaemonPlace& place) {
  Readiness readiness(command.ready_fd.value_or(-1));
  const auto on_ready = [&, first = IsFirst(place)] {
    if (command.ready_fd) return readiness.Ready();
    Greet(session, place, first);
  };
  auto options = command.options;
  options.foreground = !command.ready_fd;
  const auto ran = app::RunDaemon(options, on_ready);
  if (ran) return kOk;
  readiness.Failed(ran.error());
  return Complained(ran.error());
}

ExitCode LaunchInBackground(const StartCommand& command, const DaemonPlace& place) {
  std::error_code error;
  std::filesystem::create_directories(place.log_file.parent_path(), error);
  if (error)
    return Complained({Errc::kInternal,
                       "make the folder " + place.log_file.parent_path().string() + ": " + error.message(),
                       "choose another one: DOCKTOR_STATE_DIR"});
  std::vector<std::string> arguments{"daemon", "start", "--foreground"};
  for (auto& flag : app::FlagsOf(command.options)) arguments.push_back(std::move(flag));
  const auto started = StartInBackground("/proc/self/exe", std::move(arguments), place.log_file, kPatience);
  return started ? kOk : Complained(started.error());
}

ExitCode RunInBackground(const Session& session, const StartCommand& command, const DaemonPlace& place) {
  const auto first = IsFirst(place);
  const auto started = LaunchInBackground(command, place);
  if (started == kOk) Greet(session, place, first);
  return started;
}

/// One of which only a write to a disk that hangs is left, which nobody can end, has ended.
bool ProcessLives(std::int64_t pid) {
  if (pid <= 0 || kill(static_cast<pid_t>(pid), 0) != 0) return false;
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string stat;
  std::getline(file, stat);
  const auto name_end = stat.rfind(')');
  return name_end == std::string::npos || !stat.substr(name_end).starts_with(") Z");
}

bool Lives(const DaemonPlace& place, std::int64_t pid) { return Answers(place.socket) || ProcessLives(pid); }

/// Asks the daemon to end and waits until it has.
Status EndDaemon(const DaemonPlace& place) {
  const auto stopped = Client(place.socket).Ask<operations::StopOutput>(*operations::Find("stop"));
  if (!stopped) return tl::unexpected<Error>(stopped.error());
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (Lives(place, stopped->pid)) {
    if (std::chrono::steady_clock::now() > deadline)
      return Fail(Errc::kTimeout,
                  fmt::format("the daemon (pid {}) has not ended in {}", stopped->pid, ToText(kPatience)),
                  "its log: " + place.log_file.string());
    std::this_thread::sleep_for(20ms);
  }
  return {};
}

/// The project's place; a wrong project is told to whoever waits.
Result<DaemonPlace> PlaceFor(const Session& session, const StartCommand& command) {
  const auto& options = command.options;
  const auto found =
      settings::FindProject({options.compose_file, options.project}, session.around.environment, session.around.here);
  if (found) return PlaceOf(session.around.folders, found->name);
  Readiness(command.ready_fd.value_or(-1)).Failed(found.error());
  return tl::unexpected<Error>(found.error());
}

/// What was asked for, unless flags were: those of the daemon that runs stay as they are.
ExitCode RunsAlready(const DaemonPlace& place, std::int64_t pid, app::DaemonOptions asked) {
  asked.compose_file.reset();
  asked.project.reset();
  auto anew = fmt::format("docktor daemon restart {}", fmt::join(app::FlagsOf(asked), " "));
  anew.erase(anew.find_last_not_of(' ') + 1);
  const auto runs = fmt::format("a daemon for the project {} runs already (pid {})", place.project, pid);
  if (app::FlagsOf(asked).empty() && !asked.foreground) return Note(runs + "; to start it anew: " + anew), kOk;
  return Complained({Errc::kConflict, runs + ", with its own flags", "to start it anew with these: " + anew});
}

/// Of the daemon that runs and says so, 0 where it is of another version; empty: none runs. One that was killed still
/// holds its socket until all its threads have ended: that is waited for.
Result<std::optional<std::int64_t>> RunningPid(const DaemonPlace& place) {
  const auto deadline = std::chrono::steady_clock::now() + kDying;
  while (Answers(place.socket)) {
    const auto status = Client(place.socket, kDying).Ask<operations::StatusOutput>(*operations::Find("status"));
    if (status) return status->daemon.pid;
    if (status.error().code == Errc::kInvalidInput) return 0;
    if (std::chrono::steady_clock::now() > deadline)
      return Fail(Errc::kTimeout, fmt::format("somebody holds {} and does not answer", place.socket.string()),
                  "find it with: ss -xlp; and see " + place.log_file.string());
    std::this_thread::sleep_for(20ms);
  }
  return std::nullopt;
}

ExitCode Start(const Session& session, const StartCommand& command) {
  const auto place = PlaceFor(session, command);
  if (!place) return Complain(place.error()), kUsage;
  const auto running = RunningPid(*place);
  if (!running) return Complained(running.error());
  if (!*running)
    return command.options.foreground ? RunInForeground(session, command, *place)
                                      : RunInBackground(session, command, *place);
  return RunsAlready(*place, **running, command.options);
}

/// Ends the daemon that runs only when the next one would start.
ExitCode Restart(const Session& session, const StartCommand& command) {
  const auto running = FindDaemon(session.arguments.project, session.around);
  if (!running && running.error().code == Errc::kNotFound) return Start(session, command);
  if (!running) return Complained(running.error());
  auto around = session.around;
  const auto next = AsStarted(command, *running, around);
  const auto right = next ? app::CheckStart(next->options) : tl::unexpected(next.error());
  if (!right) {
    Note("the daemon that runs goes on as it is");
    return Complained(right.error());
  }
  if (const auto ended = EndDaemon(*running); !ended) return Complained(ended.error());
  return Start({session.arguments, around, session.look}, *next);
}

/// The last lines of the file that a daemon left.
ExitCode PrintLogFile(const Session& session, const DaemonLogsCommand& command) {
  const auto found = settings::FindProject(session.arguments.project, session.around.environment, session.around.here);
  if (!found) return Complained(found.error());
  const auto place = PlaceOf(session.around.folders, found->name);
  std::ifstream file(place.log_file);
  if (!file) {
    Complain({Errc::kNotFound, "no daemon runs for the project '" + place.project + "', and none has left a log",
              "start one: docktor daemon start"});
    return kNoDaemon;
  }
  const auto* asked = command.input.if_contains("lines");
  const auto most = static_cast<std::size_t>(asked != nullptr ? std::max<std::int64_t>(0, asked->as_int64()) : 100);
  std::deque<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(std::move(line));
    if (lines.size() > most) lines.pop_front();
  }
  for (const auto& line : lines)
    fmt::print("{}\n", session.arguments.json ? WriteJson(json::object{{"text", line}}) : line);
  Note("no daemon runs; this is what the last one left in " + place.log_file.string());
  return kOk;
}

}  // namespace

ExitCode RunStart(const Session& session, const StartCommand& command) {
  return command.restart ? Restart(session, command) : Start(session, command);
}

ExitCode StartSilently(const Session& session, const StartCommand& command) {
  const auto place = PlaceFor(session, command);
  return place ? LaunchInBackground(command, *place) : (Complain(place.error()), kUsage);
}

ExitCode RunStop(const Session& session) {
  const auto place = RunningDaemon(session);
  if (!place) return place.error();
  const auto ended = EndDaemon(*place);
  if (!ended) return Complained(ended.error());
  if (session.arguments.json) {
    fmt::print("{}\n", WriteJson(json::object{{"project", place->project}, {"ended", true}}));
  } else {
    fmt::print("the daemon of the project {} has ended; its containers stay as they are\n", place->project);
  }
  return kOk;
}

ExitCode RunDaemonLogs(const Session& session, const DaemonLogsCommand& command) {
  const auto place = FindDaemon(session.arguments.project, session.around);
  if (!place && place.error().code == Errc::kNotFound) return PrintLogFile(session, command);
  return RunCall(session, {operations::Find("logs"), command.input});
}

}  // namespace docktor::cli
