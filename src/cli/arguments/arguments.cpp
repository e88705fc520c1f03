#include "cli/arguments/arguments.h"

#include <algorithm>
#include <sstream>

#include "cli/arguments/command_line.h"
#include "core/version.h"
#include "operations/list.h"
#include "operations/shared/did_you_mean.h"

namespace docktor::cli {

using operations::Operation;

std::string Examples(const std::vector<std::string>& examples) {
  std::string out;
  for (const auto& example : examples) out += (out.empty() ? "Examples:\n  docktor " : "\n  docktor ") + example;
  return out;
}

CommandLine::CommandLine(const std::vector<Operation>& all) {
  app_.require_subcommand(0, 1);
  app_.set_version_flag("--version", std::string("docktor ") + kVersion, "the version of this program");
  app_.footer(
      "Start here:\n"
      "  docktor daemon start        watch the project of this folder\n"
      "  docktor status -w           see what happens\n"
      "  docktor why web             and why\n\n"
      "Exit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 no daemon, 4 refused, 5 Docker unreachable, "
      "130 interrupted");
  AddCommon(app_);
  AddDaemon();
  for (const auto& operation : all) AddOperation(operation);
  AddConfig();
  AddInit();
  AddDoctor();
  AddSimulate();
  AddAi();
  AddTop();
  AddChat();
  AddDemo();
  AddMcp();
  AddModel();
  AddCompletion();
  AddVersion();
}

CLI::App* CommandLine::Add(CLI::App& parent, const std::string& name, const std::string& summary) {
  auto* app = parent.add_subcommand(name, summary);
  AddCommon(*app);
  return app;
}

CLI::App& CommandLine::Group(const std::string& name, const std::string& summary) {
  auto*& group = groups_[name];
  if (group == nullptr) {
    group = app_.add_subcommand(name, summary);
    group->require_subcommand(0, 1);
  }
  return *group;
}

void CommandLine::AddCommon(CLI::App& app) {
  app.add_flag("--json", common_.json, "answer in JSON")->group("Everywhere");
  app.add_flag("--no-color", common_.no_color, "no colour")->group("Everywhere");
  app.add_option("--project", common_.project.project, "the Compose project, where it is not that of this folder")
      ->type_name("NAME")
      ->group("Everywhere");
  app.add_option(
         "--compose-file", common_.project.compose_file,
         "the Compose file, where it is not in this folder or above; of several the weakest first: a.yaml:b.yaml")
      ->type_name("PATH")
      ->group("Everywhere");
}

void CommandLine::AddEngine(CLI::App& app, docker::EngineChoice& engine) {
  auto* host = app.add_option("--host", engine.host, "the Docker engine: unix:///…, tcp://… or ssh://…");
  auto* context = app.add_option("--context", engine.context, "the Docker context that names the engine");
  host->type_name("ADDRESS");
  context->type_name("NAME")->excludes(host);
}

std::variant<Arguments, Words> CommandLine::Read(std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants it
  try {
    app_.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return Misread(error);
  }
  for (const auto& command : commands_) {
    if (!command.app->parsed()) continue;
    auto made = command.make();
    if (!made) return Words{.exit_code = ExitCodeOf(made.error()), .error = made.error()};
    common_.command = *std::move(made);
    return common_;
  }
  return Words{.text = Innermost()->help()};
}

const CLI::App* CommandLine::Innermost() const {
  const CLI::App* app = &app_;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

Words CommandLine::Misread(const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    std::ostringstream out;
    app_.exit(error, out, out);
    return {.text = out.str()};
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return Unexpected();
  const auto* app = Innermost();
  auto name = app->get_display_name();
  for (const auto* up = app->get_parent(); up != nullptr; up = up->get_parent()) name = up->get_name() + " " + name;
  const auto help = app == &app_ ? "docktor --help" : name + " --help";
  return {.exit_code = kUsage, .error = Error{Errc::kInvalidInput, error.what(), "how it is used: " + help}};
}

/// A word that nothing takes: most likely a slip.
Words CommandLine::Unexpected() {
  const auto* app = Innermost();
  const auto extras = app_.remaining(true);
  const auto word = extras.empty() ? std::string() : extras.front();
  const bool flag = word.starts_with('-');
  std::vector<std::string> known;
  if (flag) {
    for (const auto* option : app->get_options([](const CLI::Option* o) { return !o->get_lnames().empty(); }))
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
  } else {
    for (const auto* command : app->get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(command->get_name());
  }
  std::erase(known, "--ready-fd");
  const bool command = !flag && !known.empty();
  const auto meant = operations::DidYouMean(word, known);
  Error error{Errc::kInvalidInput, (command ? "there is no command '"
                                    : flag  ? "there is no flag '"
                                            : "one word too many: '") +
                                       word + "'"};
  error.hint = meant           ? "did you mean '" + *meant + "'?"
               : known.empty() ? "how it is used: --help"
                               : "there is " + operations::Listed(known);
  return {.exit_code = kUsage, .error = std::move(error)};
}

std::vector<CommandWords> AllCommands(const std::vector<Operation>& all) { return CommandLine(all).Describe(); }

std::variant<Arguments, Words> Parse(const std::vector<std::string>& arguments, const std::vector<Operation>& all) {
  CommandLine line(all);
  return line.Read(arguments);
}

}  // namespace docktor::cli
