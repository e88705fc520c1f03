#include "cli/arguments.h"

#include <algorithm>
#include <functional>
#include <list>
#include <map>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/describe.h"
#include "operations/did_you_mean.h"
#include "operations/list.h"
#include "operations/text_input.h"

namespace docktor::cli {
namespace {

using operations::Field;
using operations::FieldKind;
using operations::Operation;

/// A value as it stands on the command line.
struct Given {
  std::string text;
  bool yes = false;
  CLI::Option* option = nullptr;
};

/// A command, and what makes arguments of it once the line has been read.
struct Command {
  CLI::App* app = nullptr;
  std::function<Result<decltype(Arguments::command)>()> make;
};

class CommandLine {
 public:
  explicit CommandLine(const std::vector<Operation>& all);
  std::variant<Arguments, Words> Read(std::vector<std::string> arguments);
  std::vector<CommandWords> Describe() const { return cli::Describe(app_); }

 private:
  CLI::App* Add(CLI::App& parent, const std::string& name, const std::string& summary);
  CLI::App& Group(const std::string& name, const std::string& summary);
  void AddOperation(const Operation& operation);
  std::map<std::string, Given>& AddFields(CLI::App& app, const Operation& operation);
  void AddExport(CLI::App& app);
  std::string ExportFormatName() const;
  Result<ExportCommand> Export(const Operation& operation, json::object input) const;
  void AddDaemon();
  void AddDemo();
  void AddDoctor();
  void AddInit();
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
  bool keep_demo_ = false;
  std::string export_format_;
  ConfigShowCommand show_;
  ConfigValidateCommand validate_;
  std::string export_output_;
  DoctorCommand doctor_;
  CompletionCommand completion_;
  InitCommand init_;
  VersionCommand version_;
};

std::string Examples(const std::vector<std::string>& examples) {
  std::string out;
  for (const auto& example : examples) out += (out.empty() ? "Examples:\n  docktor " : "\n  docktor ") + example;
  return out;
}

Result<json::object> InputOf(const Operation& operation, const std::map<std::string, Given>& given) {
  json::object input;
  for (const auto& field : operation.fields) {
    if (field.place == Field::Place::kProgramsOnly) continue;
    const auto& value = given.at(field.name);
    if (value.option->count() == 0) continue;
    const auto kind = KindOf(operation, field.name);
    auto read = kind == FieldKind::kYesNo ? Result<json::value>(value.yes)
                                          : operations::FieldFromText(kind, field.Shown(), value.text);
    if (!read) return tl::unexpected<Error>(read.error());
    input.emplace(field.name, *std::move(read));
  }
  return input;
}

std::string OptionName(const Field& field) {
  if (field.place == Field::Place::kPositional) return field.Shown();
  return (field.letter.empty() ? "" : "-" + field.letter + ",") + field.Shown();
}

const char* Placeholder(FieldKind kind) {
  switch (kind) {
    case FieldKind::kDuration: return "TIME";
    case FieldKind::kWhole:
    case FieldKind::kNumber: return "N";
    default: return "TEXT";
  }
}

CommandLine::CommandLine(const std::vector<Operation>& all) {
  app_.require_subcommand(0, 1);
  app_.footer(
      "Start here:\n  docktor daemon start        watch the project of this folder\n  docktor status -w           see "
      "what "
      "happens\n  docktor why web             and why\n\nExit codes: 0 ok, 1 failed, 2 wrong usage or configuration, 3 "
      "no "
      "daemon, 4 refused, 5 Docker unreachable, 130 interrupted");
  AddCommon(app_);
  AddDaemon();
  for (const auto& operation : all) AddOperation(operation);
  AddConfig();
  AddInit();
  AddDoctor();
  AddDemo();
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
  app.add_option("--compose-file", common_.project.compose_file,
                 "the Compose file, where it is not in this folder or above")
      ->type_name("PATH")
      ->group("Everywhere");
}

void CommandLine::AddEngine(CLI::App& app, docker::EngineChoice& engine) {
  auto* host = app.add_option("--host", engine.host, "the Docker engine: unix:///…, tcp://… or ssh://…");
  auto* context = app.add_option("--context", engine.context, "the Docker context that names the engine");
  host->type_name("ADDRESS");
  context->type_name("NAME")->excludes(host);
}

std::map<std::string, Given>& CommandLine::AddFields(CLI::App& app, const Operation& operation) {
  auto& given = given_.emplace_back();
  for (const auto& field : operation.fields) {
    if (field.place == Field::Place::kProgramsOnly) continue;
    auto& value = given[field.name];
    const auto kind = KindOf(operation, field.name);
    if (kind == FieldKind::kYesNo) {
      value.option = app.add_flag(OptionName(field), value.yes, field.help);
    } else {
      value.option = app.add_option(OptionName(field), value.text, field.help)->type_name(Placeholder(kind));
    }
    value.option->required(field.need == Field::Need::kRequired);
  }
  return given;
}

void CommandLine::AddOperation(const Operation& operation) {
  const auto space = operation.name.find(' ');
  auto& parent = space == std::string::npos
                     ? app_
                     : Group(operation.name.substr(0, space), "What was decided, and the journal that keeps it");
  auto* app = Add(parent, operation.name.substr(space == std::string::npos ? 0 : space + 1), operation.summary);
  app->footer(operation.help + (operation.help.empty() ? "" : "\n\n") + Examples(operation.examples));
  const auto& given = AddFields(*app, operation);
  if (operation.Id() == "decisions_export") AddExport(*app);
  commands_.push_back({app, [this, &operation, &given]() -> Result<decltype(Arguments::command)> {
                         auto input = InputOf(operation, given);
                         if (!input) return tl::unexpected<Error>(input.error());
                         if (operation.Id() == "stop") return StopCommand{};
                         if (operation.Id() == "decisions_export") return Export(operation, *std::move(input));
                         return CallCommand{&operation, *std::move(input)};
                       }});
}

void CommandLine::AddExport(CLI::App& app) {
  app.add_option("--format", export_format_, "csv, json or parquet; else as the file is named, else csv")
      ->type_name("FORMAT");
  app.add_option("--output", export_output_, "the file; replaced where it is there")->type_name("FILE");
}

std::string CommandLine::ExportFormatName() const {
  if (!export_format_.empty()) return export_format_;
  for (const auto* name : {"json", "parquet"})
    if (export_output_.ends_with("." + std::string(name))) return name;
  return common_.json && export_output_.empty() ? "json" : "csv";
}

Result<ExportCommand> CommandLine::Export(const Operation& operation, json::object input) const {
  const auto format = FromJson<remember::ExportFormat>(json::value(ExportFormatName()));
  if (!format) return tl::unexpected<Error>(format.error().During("--format"));
  if (*format == remember::ExportFormat::kParquet && export_output_.empty())
    return Fail(Errc::kInvalidInput, "--output is missing: Parquet is nothing for a terminal",
                "for example: --output decisions.parquet");
  return ExportCommand{&operation, std::move(input), *format,
                       export_output_.empty() ? std::nullopt : std::optional(export_output_)};
}

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

void CommandLine::AddConfig() {
  auto& config = Group("config", "The settings in force, and whether what is written is right");
  config.footer(Examples({"config show --origin web", "config validate", "config schema"}));
  auto* show = Add(config, "show", "Each setting in force, service by service");
  show->add_option("SERVICE", show_.service, "only of this one");
  show->add_flag("--origin", show_.origin, "with the place where each was said");
  show->footer(Examples({"config show", "config show --origin web"}));
  commands_.push_back({show, [this] { return show_; }});
  auto* validate = Add(config, "validate", "Check everything that is written; exit code 2 if something is wrong");
  validate->add_option("FILE", validate_.file, "a Compose file, instead of that of this folder");
  validate->footer(Examples({"config validate", "config validate deploy/compose.yaml"}));
  commands_.push_back({validate, [this] { return validate_; }});
  auto* schema = Add(config, "schema", "JSON Schema of docktor.yaml, for editors");
  schema->footer(Examples({"config schema > docktor.schema.json"}));
  commands_.push_back({schema, [] { return ConfigSchemaCommand{}; }});
}

void CommandLine::AddDemo() {
  auto* app = Add(app_, "demo", "Bring up a small stack, put load on it, and watch Docktor scale it; two minutes");
  app->add_flag("--keep", keep_demo_, "leave the stack and the daemon running");
  app->footer("It touches only a project of its own, docktor-tour.\n\n" + Examples({"demo", "demo --keep"}));
  commands_.push_back({app, [this] { return DemoCommand{keep_demo_}; }});
}

void CommandLine::AddDoctor() {
  auto* app = Add(app_, "doctor", "Look at everything that Docktor needs, and say what to do about what is wrong");
  AddEngine(*app, doctor_.engine);
  app->footer("Exit code: 0 also with warnings, 2 wrong settings, 5 Docker unreachable, 1 any other problem.\n\n" +
              Examples({"doctor", "doctor --json", "doctor --context far"}));
  commands_.push_back({app, [this] { return doctor_; }});
}

void CommandLine::AddInit() {
  auto* app = Add(app_, "init", "Propose what to write into the Compose file to have its services scaled");
  app->add_option("FILE", init_.file, "the Compose file, instead of that of this folder");
  app->add_option("--service", init_.services, "only this service; may stand several times")->type_name("NAME");
  app->add_flag("--yes", init_.yes, "write it without asking");
  app->add_flag("--dry-run", init_.dry_run, "show it, write nothing");
  app->footer(
      "Shows what would be written, with the reason for each service, and asks. Lines are added, none is changed. "
      "Without a terminal and without --yes nothing is written.\n\n" +
      Examples({"init", "init --service web --yes", "init --dry-run deploy/compose.yaml"}));
  commands_.push_back({app, [this] { return init_; }});
}

void CommandLine::AddCompletion() {
  auto* app = Add(app_, "completion", "A script that completes commands, flags and names of services in a shell");
  app->add_option("SHELL", completion_.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  app->footer(
      Examples({"completion bash > ~/.local/share/bash-completion/completions/docktor",
                "completion zsh > ~/.zfunc/_docktor", "completion fish > ~/.config/fish/completions/docktor.fish"}));
  commands_.push_back({app, [this] { return completion_; }});
}

void CommandLine::AddVersion() {
  auto* app = Add(app_, "version", "The version of this program, and of the Docker engine");
  AddEngine(*app, version_.engine);
  app->footer(Examples({"version", "version --json"}));
  commands_.push_back({app, [this] { return version_; }});
}

void CommandLine::AddStart(CLI::App& daemon, bool restart) {
  auto& start = starts_.emplace_back();
  auto* app = restart
                  ? Add(daemon, "restart", "End the daemon and start it anew, with its old flags where none are given")
                  : Add(daemon, "start", "Watch the project of this folder, in the background");
  app->add_option("--service", start.options.services, "scale this service; may stand several times")
      ->type_name("NAME");
  AddEngine(*app, start.options.engine);
  app->add_option("--interval", start.interval, "time between two looks: 5s")->type_name("TIME");
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

}  // namespace

std::vector<CommandWords> AllCommands(const std::vector<Operation>& all) { return CommandLine(all).Describe(); }

std::variant<Arguments, Words> Parse(const std::vector<std::string>& arguments, const std::vector<Operation>& all) {
  CommandLine line(all);
  return line.Read(arguments);
}

}  // namespace docktor::cli
