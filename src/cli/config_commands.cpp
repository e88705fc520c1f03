#include <algorithm>

#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/render/table.h"
#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "docker/project/project_survey.h"
#include "settings/fields/schema.h"
#include "settings/settings.h"

namespace docktor::cli {
namespace {

struct Loaded {
  std::string project;
  settings::Written written;
};

Result<Loaded> Load(const Session& session, const std::optional<std::string>& file) {
  auto flags = session.arguments.project;
  if (file) flags.compose_file = file;
  const auto found = settings::FindProject(flags, session.around.environment, session.around.here);
  if (!found) return tl::unexpected<Error>(found.error());
  return Loaded{found->name,
                settings::LoadWritten(*found, session.around.folders.config, session.around.environment, {})};
}

/// What runs of the project, with its labels; empty, and said, where Docker does not answer.
std::vector<ServiceFacts> Running(const std::string& project) {
  const auto engine = docker::FindEngine().and_then(docker::Connect);
  const auto topology = engine ? docker::ProjectSurvey(**engine, {project}).Take({}) : tl::unexpected(engine.error());
  if (topology) return topology->services;
  Note("labels are not known, because Docker does not answer: " + topology.error().message);
  return {};
}

/// Those that run, and those that are only written down.
std::vector<ServiceFacts> AllServices(const Loaded& loaded) {
  auto services = Running(loaded.project);
  const auto add = [&](const std::string& name) {
    const bool known = std::any_of(services.begin(), services.end(),
                                   [&](const ServiceFacts& facts) { return facts.key.service == name; });
    if (!known) services.push_back({.key = {loaded.project, name}});
  };
  for (const auto& file : loaded.written.compose)
    for (const auto& service : file.services) add(service.name);
  return services;
}

json::array JsonOf(const std::vector<settings::Setting>& explained) {
  json::array out;
  for (const auto& setting : explained)
    out.push_back(json::object{{"key", setting.key}, {"value", setting.value}, {"origin", setting.origin.text}});
  return out;
}

std::string Drawn(const std::vector<settings::Setting>& explained, bool origin, const Look& look) {
  Table table(origin ? std::vector<std::string>{"KEY", "VALUE", "SAID IN"} : std::vector<std::string>{"KEY", "VALUE"});
  for (const auto& setting : explained) {
    const auto ink = setting.origin.text == "default" ? Ink::kFaint : Ink::kPlain;
    std::vector<Cell> row{{setting.key, Ink::kBold}, {setting.value, ink}};
    if (origin) row.push_back({setting.origin.text, Ink::kFaint});
    table.Add(std::move(row));
  }
  return table.Draw(look);
}

void Print(const Session& session, const settings::Settings& settings, const std::vector<ServiceFacts>& services,
           bool origin) {
  json::object all;
  for (const auto& facts : services) {
    const auto explained = settings.Explain(facts, std::nullopt);
    if (session.arguments.json)
      all[facts.key.service] = JsonOf(explained);
    else
      fmt::print("{}\n{}\n", Paint(facts.key.Text(), Ink::kBold, session.look), Drawn(explained, origin, session.look));
  }
  if (session.arguments.json) fmt::print("{}\n", WriteJson(all));
}

/// ": compose.yaml, compose.override.yaml"
std::string FilesRead(const settings::Written& written) {
  std::string text;
  for (const auto& file : written.compose) text += (text.empty() ? ": " : ", ") + file.path;
  return text;
}

}  // namespace

ExitCode RunConfigShow(const Session& session, const ConfigShowCommand& command) {
  const auto loaded = Load(session, std::nullopt);
  if (!loaded) return Complain(loaded.error()), kUsage;
  auto services = AllServices(*loaded);
  const settings::Settings settings(loaded->written);
  for (const auto& problem : settings.Problems(services)) Complain(problem);
  if (command.service) {
    std::erase_if(services, [&](const ServiceFacts& facts) {
      return facts.key.service != *command.service && facts.key.Text() != *command.service;
    });
    if (services.empty())
      return Complain({Errc::kNotFound, "the project has no service '" + *command.service + "'",
                       "docktor config show lists all of them"}),
             kUsage;
  }
  Print(session, settings, services, command.origin);
  return kOk;
}

ExitCode RunConfigValidate(const Session& session, const ConfigValidateCommand& command) {
  const auto loaded = Load(session, command.file);
  if (!loaded) return Complain(loaded.error()), kUsage;
  auto problems = settings::Settings(loaded->written).Problems({});
  const auto& cagent = loaded->written.cagent.errors;
  problems.insert(problems.end(), cagent.begin(), cagent.end());
  for (const auto& file : loaded->written.compose)
    for (const auto& service : file.services)
      problems.insert(problems.end(), service.label_errors.begin(), service.label_errors.end());
  json::array errors;
  for (const auto& problem : problems) {
    if (session.arguments.json)
      errors.push_back(json::object{{"message", problem.message}, {"hint", problem.hint}});
    else
      Complain(problem);
  }
  if (session.arguments.json)
    fmt::print("{}\n", WriteJson(json::object{{"ok", problems.empty()}, {"errors", std::move(errors)}}));
  else if (problems.empty())
    fmt::print("the settings of {} are right{}\n", loaded->project, FilesRead(loaded->written));
  return problems.empty() ? kOk : kUsage;
}

ExitCode RunConfigSchema() {
  fmt::print("{}\n", WriteJson(settings::SettingsSchema()));
  return kOk;
}

}  // namespace docktor::cli
