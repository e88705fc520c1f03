#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/plan/options.h"
#include "cli/arguments/command_words.h"
#include "cli/exit_code.h"
#include "operations/declare/operation.h"
#include "remember/store/export.h"
#include "settings/files/find_project.h"

namespace docktor::cli {

struct CallCommand {
  const operations::Operation* operation = nullptr;
  json::object input;
};

/// Decisions into a file, or to stdout.
struct ExportCommand {
  const operations::Operation* operation = nullptr;
  json::object input;
  remember::ExportFormat format = remember::ExportFormat::kCsv;
  std::optional<std::string> output = {};
};

struct StartCommand {
  app::DaemonOptions options;
  bool restart = false;
  std::optional<int> ready_fd = {};  ///< of a daemon that was started in the background: where it says how it went
};
struct StopCommand {};
/// The daemon's log; its file where no daemon runs.
struct DaemonLogsCommand {
  json::object input;
};
struct DemoCommand {
  bool keep = false;       ///< leave everything running
  bool simulated = false;  ///< without containers, even where Docker is
};
struct ConfigShowCommand {
  std::optional<std::string> service = {};
  bool origin = false;
};
struct ConfigValidateCommand {
  std::optional<std::string> file = {};  ///< a Compose file
};
struct ConfigSchemaCommand {};
/// Looks at everything that Docktor needs.
struct DoctorCommand {
  docker::EngineChoice engine;
};
struct CompletionCommand {
  std::string shell;
};
/// Proposes what to write into a Compose file.
struct InitCommand {
  std::optional<std::string> file = {};
  std::vector<std::string> services = {};  ///< only these; empty: all that can be scaled
  bool yes = false;
  bool dry_run = false;
};
/// Plays a load to a strategy without any container.
struct SimulateCommand {
  bool stdio = false;                        ///< answer a simulator
  std::optional<std::string> trace = {};     ///< a CSV file; empty: a day that is made up
  std::vector<std::string> strategies = {};  ///< to compare; empty: that of the settings
  std::vector<std::string> models = {};      ///< the services, on one host; empty: web
  std::optional<int> cores = {};             ///< of that host; empty: as many as they want
  std::vector<std::string> settings = {};    ///< key=value
  bool latency = false;                      ///< a load balancer tells rate and latency
  std::optional<std::string> chart = {};     ///< a picture (SVG) to be written
};
/// Speaks MCP on stdin and stdout.
struct McpCommand {
  std::optional<std::string> log = {};  ///< a file that gets every message
  bool read_only = false;
};
/// Asks a language model what Docktor would ask it.
struct ModelTestCommand {
  std::string model;
  std::string provider;
  std::string endpoint = {};      ///< empty: that of the provider's maker
  std::string key_variable = {};  ///< of the environment
  std::string patience = "60s";
};
/// Which models a server has.
struct ModelListCommand {
  std::string provider = {};
  std::string endpoint = {};
  std::string key_variable = {};
};
/// Writes into docktor.yaml which model is asked.
struct SetModelCommand {
  std::string model;
  std::string provider = {};
  std::string endpoint = {};
  std::string key_variable = {};
};
/// Has a server on this machine fetch a model.
struct ModelPullCommand {
  std::string model;
  std::string endpoint = {};  ///< empty: the first that answers
};
/// Talks with a person until he has had enough.
struct ChatCommand {
  bool debug = false;  ///< each item of an answer as JSON on stderr as well
};
/// Shows a running daemon's services on the whole terminal.
struct TopCommand {};
/// Brings up the project and a daemon where they are not, and talks.
struct AiUpCommand {
  bool headless = false;  ///< JSON lines instead of words
  bool debug = false;
  bool skip_compose = false;
};
struct VersionCommand {
  docker::EngineChoice engine;
};

/// A command line that makes sense.
struct Arguments {
  bool json = false;
  bool no_color = false;
  settings::ProjectFlags project = {};
  std::variant<CallCommand, ExportCommand, StartCommand, StopCommand, DaemonLogsCommand, DemoCommand, ConfigShowCommand,
               ConfigValidateCommand, ConfigSchemaCommand, DoctorCommand, CompletionCommand, InitCommand, McpCommand,
               SimulateCommand, ModelTestCommand, ModelListCommand, ModelPullCommand, SetModelCommand, ChatCommand,
               AiUpCommand, TopCommand, VersionCommand>
      command;
};

/// A command line that asks for words, or deserves some.
struct Words {
  ExitCode exit_code = kOk;
  std::string text = {};  ///< help, for stdout
  std::optional<Error> error = {};
};

/// `arguments` without the program's name. There is a command for each of `all`, with flags from its fields.
std::variant<Arguments, Words> Parse(const std::vector<std::string>& arguments,
                                     const std::vector<operations::Operation>& all);

/// Every command that Parse knows, the program itself first, in the order of its help.
std::vector<CommandWords> AllCommands(const std::vector<operations::Operation>& all);

}  // namespace docktor::cli
