#pragma once

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/arguments/arguments.h"
#include "cli/arguments/describe.h"

#include <CLI/CLI.hpp>

namespace docktor::cli {

/// A value as it stands on the command line.
struct Given {
  std::string text;
  std::vector<std::string> words;  ///< of a sentence, which may stand in quotes or not
  bool yes = false;
  CLI::Option* option = nullptr;

  std::string Text() const;  ///< one text of either
};

/// A command, and what makes arguments of it once the line has been read.
struct Command {
  CLI::App* app = nullptr;
  std::function<Result<decltype(Arguments::command)>()> make;
};

/// The program's commands and flags, declared to CLI11. Those of operations come from their declarations; those that
/// the program does by itself are in local_commands.cpp, the daemon's in daemon_arguments.cpp.
class CommandLine {
 public:
  explicit CommandLine(const std::vector<operations::Operation>& all);
  std::variant<Arguments, Words> Read(std::vector<std::string> arguments);
  std::vector<CommandWords> Describe() const { return cli::Describe(app_); }

 private:
  CLI::App* Add(CLI::App& parent, const std::string& name, const std::string& summary);
  CLI::App& Group(const std::string& name, const std::string& summary);
  void AddOperation(const operations::Operation& operation);
  std::map<std::string, Given>& AddFields(CLI::App& app, const operations::Operation& operation);
  void AddExport(CLI::App& app);
  std::string ExportFormatName() const;
  Result<ExportCommand> Export(const operations::Operation& operation, json::object input) const;
  void AddDaemon();
  void AddTop();
  void AddChat();
  void AddAi();
  void AddDemo();
  void AddDoctor();
  void AddInit();
  void AddMcp();
  void AddModel();
  void AddSimulate();
  void AddCompletion();
  void AddVersion();
  void AddConfig();
  void AddStart(CLI::App& daemon, bool restart);
  void AddCommon(CLI::App& app);
  static void AddEngine(CLI::App& app, docker::EngineChoice& engine);
  Words Misread(const CLI::ParseError& error);
  Words Unexpected();
  const CLI::App* Innermost() const;

  CLI::App app_{"Docktor scales the services of a Docker Compose project by their load, and says why.", "docktor"};
  Arguments common_;
  std::map<std::string, CLI::App*> groups_;
  std::vector<Command> commands_;
  std::list<std::map<std::string, Given>> given_;
  struct Start {
    app::DaemonOptions options;
    std::string interval;
    std::string log_format;
    std::optional<int> ready_fd;
  };
  std::list<Start> starts_;
  DemoCommand demo_;
  std::string export_format_;
  ConfigShowCommand show_;
  ConfigValidateCommand validate_;
  std::string export_output_;
  DoctorCommand doctor_;
  CompletionCommand completion_;
  InitCommand init_;
  McpCommand mcp_;
  ModelTestCommand model_test_;
  ModelListCommand model_list_;
  ModelPullCommand model_pull_;
  SetModelCommand set_model_;
  ChatCommand chat_;
  AiUpCommand ai_up_;
  SimulateCommand simulate_;
  VersionCommand version_;
};

/// "Examples:", a line each.
std::string Examples(const std::vector<std::string>& examples);
/// What was given of an operation's fields.
Result<json::object> InputOf(const operations::Operation& operation, const std::map<std::string, Given>& given);

}  // namespace docktor::cli
