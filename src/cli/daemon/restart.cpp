#include "cli/daemon/restart.h"

#include "cli/client.h"
#include "operations/list.h"
#include "operations/now/status.h"

namespace docktor::cli {
namespace {

Result<app::DaemonOptions> OptionsOf(const operations::DaemonFacts& daemon) {
  std::vector<std::string> arguments{"daemon", "start"};
  arguments.insert(arguments.end(), daemon.flags.begin(), daemon.flags.end());
  const auto parsed = Parse(arguments, operations::All());
  if (const auto* words = std::get_if<Words>(&parsed))
    return tl::unexpected<Error>(words->error->During("read the flags of the daemon that runs"));
  return std::get<StartCommand>(std::get<Arguments>(parsed).command).options;
}

Status GoTo(const std::string& folder, Surroundings& around) {
  std::error_code error;
  std::filesystem::current_path(folder, error);
  if (error)
    return Fail(Errc::kNotFound, "go to " + folder + ", where the daemon that runs was started: " + error.message(),
                "name its project: --compose-file FILE");
  around.here.folder = folder;
  return {};
}

}  // namespace

Result<StartCommand> AsStarted(const StartCommand& command, const DaemonPlace& running, Surroundings& around) {
  const auto status = Client(running.socket).Ask<operations::StatusOutput>(*operations::Find("status"));
  if (!status) return tl::unexpected<Error>(status.error());
  const auto before = OptionsOf(status->daemon);
  if (!before) return tl::unexpected<Error>(before.error());
  auto next = command;
  auto& options = next.options;
  if (options.services.empty()) options.services = before->services;
  if (!options.interval) options.interval = before->interval;
  options.dry_run = options.dry_run || before->dry_run;
  options.manual = options.manual || before->manual;
  if (!options.listen) options.listen = before->listen;
  if (!options.base_path) options.base_path = before->base_path;
  if (!options.log_file) options.log_file = before->log_file;
  if (!options.log_format) options.log_format = before->log_format;
  if (!options.engine.host && !options.engine.context) options.engine = before->engine;
  if (options.compose_file) return next;
  options.compose_file = before->compose_file;
  if (!options.project) options.project = before->project;
  if (const auto there = GoTo(status->daemon.folder, around); !there) return tl::unexpected<Error>(there.error());
  return next;
}

}  // namespace docktor::cli
