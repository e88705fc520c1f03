#include "app/plan/plan.h"

#include <filesystem>

#include <unistd.h>

#include "docker/connection/find_engine.h"
#include "settings/environment.h"

namespace docktor::app {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> AllOf(const std::vector<Error>& problems) {
  Error all{Errc::kInvalidInput, "the settings are wrong", "docktor starts once they are mended"};
  for (const auto& problem : problems)
    all.message += "\n  " + problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")");
  return tl::unexpected<Error>(std::move(all));
}

Result<settings::FoundProject> Project(const DaemonOptions& options) {
  std::error_code ignored;
  const settings::Here here{fs::current_path(ignored), fs::read_symlink("/proc/self/exe", ignored)};
  return settings::FindProject({options.compose_file, options.project}, settings::ProcessEnvironment(), here);
}

settings::Settings Written(const settings::FoundProject& project, const settings::Folders& folders,
                           const DaemonOptions& options) {
  return settings::Settings(
      settings::LoadWritten(project, folders.config, settings::ProcessEnvironment(),
                            {options.services, options.interval, options.dry_run, options.manual}));
}

}  // namespace

Result<settings::Settings> ReadAgain(const Plan& plan, const DaemonOptions& options) {
  const auto project = Project(options);
  if (!project) return tl::unexpected(project.error());
  if (project->name != plan.project.name)
    return Fail(Errc::kInvalidInput, "the project is called " + project->name + " now, and was " + plan.project.name,
                "docktor daemon restart");
  auto settings = Written(*project, plan.folders, options);
  if (const auto problems = settings.FileProblems(); !problems.empty()) return AllOf(problems);
  return settings;
}

Result<Plan> MakePlan(const DaemonOptions& options) {
  const auto environment = settings::ProcessEnvironment();
  auto project = Project(options);
  if (!project) return tl::unexpected(project.error());
  auto folders = settings::FindFolders(environment, geteuid());
  if (!folders) return tl::unexpected(folders.error());
  auto settings = Written(*project, *folders, options);
  if (const auto problems = settings.ProjectErrors(); !problems.empty()) return AllOf(problems);
  auto engine = docker::FindEngine(options.engine);
  if (!engine) return tl::unexpected(engine.error());
  return Plan{*std::move(project), std::move(settings), *std::move(folders), *std::move(engine)};
}

Status CheckNames(const Plan& plan, const std::vector<ServiceFacts>& services) {
  if (const auto wrong = plan.settings.NameErrors(services); !wrong.empty()) return AllOf(wrong);
  return {};
}

}  // namespace docktor::app
