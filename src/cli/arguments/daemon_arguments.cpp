/// The commands that start and stop the daemon.
#include "cli/arguments/command_line.h"
#include "operations/list.h"

namespace docktor::cli {

void CommandLine::AddDaemon() {
  auto& daemon = Group("daemon", "Start and stop the daemon, see how it is");
  daemon.footer(
      Examples({"daemon start", "daemon start --service web --interval 2s", "daemon logs -f", "daemon stop"}));
  AddStart(daemon, false);
  AddStart(daemon, true);
  commands_.push_back(
      {Add(daemon, "stop", "End the daemon and wait until it has ended; the containers stay as they are"),
       [] { return StopCommand{}; }});
  commands_.push_back({Add(daemon, "status", "The same as `docktor status`"), [] {
                         return CallCommand{operations::Find("status"), {}};
                       }});
  auto* logs = Add(daemon, "logs", "The daemon's log, also of one that has ended");
  const auto& operation = *operations::Find("logs");
  const auto& given = AddFields(*logs, operation);
  commands_.push_back({logs, [&operation, &given]() -> Result<decltype(Arguments::command)> {
                         auto input = InputOf(operation, given);
                         if (!input) return tl::unexpected<Error>(input.error());
                         return DaemonLogsCommand{*std::move(input)};
                       }});
}

void CommandLine::AddStart(CLI::App& daemon, bool restart) {
  auto& start = starts_.emplace_back();
  auto* app = restart
                  ? Add(daemon, "restart", "End the daemon and start it anew, with its old flags and those given now")
                  : Add(daemon, "start", "Watch the project of this folder, in the background");
  app->add_option("--service", start.options.services, "scale this service; may stand several times")
      ->type_name("NAME");
  AddEngine(*app, start.options.engine);
  app->add_option("--interval", start.interval, "time between two looks: 5s")->type_name("TIME");
  app->add_option(
         "--listen", start.options.listen,
         "where the page and programs are served: 127.0.0.1:3000 or the next free port unless said; off: nowhere")
      ->type_name("ADDRESS");
  app->add_option("--base-path", start.options.base_path, "what stands before every path over TCP: /docktor")
      ->type_name("PATH");
  app->add_flag("--dry-run", start.options.dry_run, "decide and explain, change nothing");
  app->add_flag("--manual", start.options.manual, "propose each change, and wait for a person's word");
  app->add_flag("--foreground", start.options.foreground, "stay with this terminal; the log goes to stderr");
  app->add_option(
         "--log-file", start.options.log_file,
         "where the log goes, instead of stderr or the folder of records; begun anew at 10 MB, three old ones kept")
      ->type_name("FILE");
  app->add_option("--log-format", start.log_format, "text, or json: an object a line")
      ->type_name("LOG_FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  app->add_option("--ready-fd", start.ready_fd)->group("");
  app->footer(
      "A service that nobody enabled is watched and explained, never changed. --service enables one, as does "
      "`x-docktor: {}` in its Compose file.\n\n" +
      (restart ? Examples({"daemon restart", "daemon restart --interval 2s"})
               : Examples({"daemon start", "daemon start --service web", "daemon start --dry-run --foreground"})));
  commands_.push_back({app, [this, &start, restart]() -> Result<decltype(Arguments::command)> {
                         auto options = start.options;
                         options.compose_file = common_.project.compose_file;
                         options.project = common_.project.project;
                         if (!start.interval.empty()) {
                           const auto interval = ParseDuration(start.interval);
                           if (!interval) return tl::unexpected<Error>(interval.error().During("--interval"));
                           if (*interval <= Duration{0})
                             return Fail(Errc::kInvalidInput, "--interval: wants a time above zero");
                           options.interval = *interval;
                         }
                         if (start.log_format == "json") options.log_format = app::LogFormat::kJson;
                         if (start.log_format == "text") options.log_format = app::LogFormat::kText;
                         return StartCommand{std::move(options), restart, start.ready_fd};
                       }});
}

}  // namespace docktor::cli
