#include "app/plan.h"

#include <filesystem>

#include <unistd.h>

#include "docker/find_engine.h"
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

}  // namespace

Result<Plan> MakePlan(const DaemonOptions& options) {
  const auto environment = settings::ProcessEnvironment();
  std::error_code ignored;
  const settings::Here here{fs::current_path(ignored), fs::read_symlink("/proc/self/exe", ignored)};
  auto project = settings::FindProject({options.compose_file, options.project}, environment, here);
  if (!project) return tl::unexpected(project.error());
  auto folders = settings::FindFolders(environment, geteuid());
  if (!folders) return tl::unexpected(folders.error());
  settings::Settings settings(settings::LoadWritten(
      *project, folders->config, environment, {options.services, options.interval, options.dry_run, options.manual}));
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
