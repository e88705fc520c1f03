#include "docker/project/project_survey.h"

#include <set>
#include <utility>

#include "docker/json_reader.h"
#include "docker/project/description.h"

namespace docktor::docker {

ProjectSurvey::ProjectSurvey(Engine& engine, ProjectFilter filter, const std::vector<ServiceFacts>& empty)
    : engine_(engine), filter_(std::move(filter)), inspections_(engine), balancers_(engine) {
  for (const auto& facts : empty) known_.emplace(facts.key, facts);
}

Result<Topology> ProjectSurvey::Take(Instant at, const Stale& stale) {
  const auto containers = InspectAll(at, stale);
  if (!containers) return tl::unexpected(containers.error());
  for (auto& [key, facts] : known_) {
    facts.at = at;
    facts.replicas.clear();
    std::erase_if(facts.obstacles, [](const Obstacle& o) { return o.reason == Reason::kEngineLost; });
  }
  for (const auto& [key, described] : *containers) {
    auto facts = ParseService(key, at, described.inspects);
    if (!described.trouble.empty()) facts.obstacles.push_back({Reason::kEngineLost, described.trouble});
    known_.insert_or_assign(key, std::move(facts));
  }
  LookAtBalancers(*containers);
  Topology topology{.at = at, .services = {}};
  for (const auto& [key, facts] : known_) topology.services.push_back(facts);
  return topology;
}

void ProjectSurvey::LookAtBalancers(const Containers& containers) {
  std::set<std::string> listed;
  for (const auto& [key, described] : containers)
    for (const auto& inspect : described.inspects) {
      balancers_.Look(inspect, known_);
      listed.insert(Text(inspect, {"Id"}));
    }
  balancers_.KeepOnly(listed);
}

Result<ProjectSurvey::Containers> ProjectSurvey::InspectAll(Instant at, const Stale& stale) {
  const auto listed = engine_.List(filter_);
  if (!listed) {
    inspections_.EngineWasLost();
    return tl::unexpected(listed.error());
  }
  Containers containers;
  inspections_.Begin(stale, at);
  for (const auto& entry : *listed) {
    const ContainerId id{entry.is_object() ? Text(entry.get_object(), {"Id"}) : std::string()};
    if (id.empty()) continue;
    auto container = inspections_.Of(id, entry.get_object());
    if (!container) continue;  // gone
    const auto service = ServiceOf(container->inspect);
    if (!service || service->project != filter_.project) continue;
    NameImage(container->inspect);
    auto& described = containers[*service];
    described.inspects.push_back(std::move(container->inspect));
    if (!container->trouble.empty()) described.trouble = container->trouble;
  }
  return containers;
}

/// A copy's image is pinned by its id, which says nothing to a reader.
void ProjectSurvey::NameImage(json::object& inspect) {
  const auto image = Text(inspect, {"Config", "Image"});
  if (image.starts_with("sha256:")) inspect["Config"].as_object()["Image"] = ImageName(image);
}

std::string ProjectSurvey::ImageName(const std::string& id) {
  if (const auto known = image_names_.find(id); known != image_names_.end()) return known->second;
  const auto image = engine_.InspectImage(id);
  if (!image && image.error().code != Errc::kNotFound) return id;
  const auto tags = image ? Array(*image, {"RepoTags"}) : json::array();
  const bool has_tag = !tags.empty() && tags.front().is_string();
  return image_names_[id] = has_tag ? std::string(tags.front().get_string()) : id;
}

Result<bool> IsUp(Engine& engine, const std::string& project) {
  const auto containers = engine.List({project});
  if (!containers) return tl::unexpected(containers.error());
  if (!containers->empty()) return true;
  return engine.Networks(project).map([](const json::array& networks) { return !networks.empty(); });
}

}  // namespace docktor::docker
