#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/doctor/checks.h"
#include "cli/doctor/report.h"
#include "docker/project/project_survey.h"

namespace docktor::cli {
namespace {

using namespace doctor;

/// Empty: there is none, and it has been told.
std::optional<settings::FoundProject> CheckProject(const Session& session, Findings& findings) {
  auto project = settings::FindProject(session.arguments.project, session.around.environment, session.around.here);
  if (!project) return findings.Problem("project", project.error(), kUsage), std::nullopt;
  findings.Ok("project", project->name + ", found by " + project->found_by);
  return *std::move(project);
}

settings::Settings CheckSettings(const Session& session, const settings::FoundProject& project, Findings& findings) {
  auto written = settings::LoadWritten(project, session.around.folders.config, session.around.environment, {});
  for (const auto& error : written.cagent.errors) findings.Warn("model", error.message, error.hint);
  settings::Settings settings(std::move(written));
  const auto problems = settings.ProjectErrors();
  for (const auto& problem : problems) findings.Problem("settings", problem, kUsage);
  if (problems.empty()) findings.Ok("settings", "right, as far as they concern the whole project");
  return settings;
}

void CheckWhatRuns(docker::Engine& engine, const settings::Settings& settings, const settings::FoundProject& project,
                   Findings& findings) {
  const auto seen = docker::ProjectSurvey(engine, {project.name}).Take({});
  if (!seen) return findings.Problem("engine", seen.error(), ExitCodeOf(seen.error()));
  CheckFilesRead(project, seen->services, findings);
  CheckServices(settings, seen->services, findings);
  CheckReadings(seen->services, findings);
}

}  // namespace

ExitCode RunDoctor(const Session& session, const DoctorCommand& command) {
  Findings findings;
  const auto project = CheckProject(session, findings);
  const auto engine = CheckEngine(command.engine, findings);
  if (project) {
    const auto settings = CheckSettings(session, *project, findings);
    if (engine) CheckCompose(*engine, project->name, findings);
    if (engine) CheckWhatRuns(*engine, settings, *project, findings);
    CheckModel(settings, session.around.environment, findings);
    CheckTls(settings, findings);
  }
  CheckFolders(session.around.folders, findings);
  CheckDatabase(findings);
  if (project) CheckDaemon(PlaceOf(session.around.folders, project->name), findings);
  fmt::print("{}", session.arguments.json ? WriteJson(JsonOf(findings)) + "\n" : Drawn(findings, session.look));
  return findings.meaning;
}

}  // namespace docktor::cli
