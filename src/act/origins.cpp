#include "act/origins.h"

#include "act/written_files.h"
#include "docker/project/project_survey.h"

namespace docktor::act {

Origins::Origins(docker::Engine& engine, docker::ComposeFiles& files, const std::vector<ServiceFacts>& empty)
    : engine_(engine), files_(files) {
  for (const auto& facts : empty)
    if (!facts.config_files.empty() && !facts.working_dir.empty())
      launches_[facts.key] = {facts.config_files, facts.working_dir, facts.environment_files};
}

Result<docker::Launch> Origins::HowBroughtUp(const ServiceKey& service) {
  auto launch = engine_.List({service.project}).and_then(docker::LaunchOf);
  if (launch || launch.error().code != Errc::kNotFound) return launch;
  const auto known = launches_.find(service);
  if (known == launches_.end()) return launch;
  const auto up = docker::IsUp(engine_, service.project);
  return up && *up ? known->second : launch;
}

Result<Origin> Origins::Of(const json::object& inspect) {
  auto said = files_.Of(inspect);
  if (said) return Origin{*std::move(said)};
  auto found = FilesWrittenAtCreation(engine_, inspect);
  if (!found) return tl::unexpected(found.error());
  Origin origin{.compose = {.written = std::move(found->paths)}, .unknown = std::move(found->unknown)};
  if (said.error().code != Errc::kNotFound)
    origin.unknown += std::string(origin.unknown.empty() ? "" : "; ") +
                      "whether the service has hooks (post_start, pre_stop) cannot be known: " + said.error().message;
  return origin;
}

Result<Origin> Origins::Remember(const ServiceKey& service, const json::object& inspect) {
  auto origin = Of(inspect);
  if (origin) descriptions_.Keep(service, {inspect, origin->compose.written});
  return origin;
}

}  // namespace docktor::act
