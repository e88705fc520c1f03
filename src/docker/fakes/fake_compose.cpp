#include <algorithm>

#include "docker/fakes/fake_documents.h"
#include "docker/fakes/fake_engine.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::docker {
namespace {

json::object LabelsOf(const ServiceKey& key, int number, const FakeService& service) {
  json::object labels{{kProjectLabel, key.project},
                      {kServiceLabel, key.service},
                      {kNumberLabel, std::to_string(number)},
                      {kOneOffLabel, "False"},
                      {kConfigHashLabel, service.config_hash},
                      {kConfigFilesLabel, service.working_dir + "/compose.yaml"},
                      {kWorkingDirLabel, service.working_dir},
                      {"com.docker.compose.depends_on", ""},
                      {"com.docker.compose.version", "2.26.1"}};
  for (const auto& [label, value] : service.labels) labels[label] = value;
  return labels;
}

json::object HostConfigOf(const ServiceKey& key, const FakeService& service) {
  json::object host{{"RestartPolicy", json::object{{"Name", "no"}, {"MaximumRetryCount", 0}}}, {"CpuQuota", 0}};
  host["NanoCpus"] = static_cast<std::int64_t>(service.cpus.value_or(0) * 1e9);
  host["Memory"] = service.memory_bytes.value_or(0);
  if (!service.networks.empty()) host["NetworkMode"] = key.project + "_" + service.networks.front();
  json::array mounts;
  for (const auto& [volume, target] : service.volumes)
    mounts.push_back({{"Type", "volume"}, {"Source", key.project + "_" + volume}, {"Target", target}});
  for (const auto& target : service.anonymous_volumes) mounts.push_back({{"Type", "volume"}, {"Target", target}});
  host["Mounts"] = std::move(mounts);
  json::object ports;
  for (const auto& [container_port, host_port] : service.ports)
    ports[container_port] = json::array{json::object{{"HostIp", ""}, {"HostPort", host_port}}};
  host["PortBindings"] = std::move(ports);
  return host;
}

json::object CreateBodyOf(const ServiceKey& key, int number, const std::string& name, const FakeService& service) {
  json::object endpoints;
  for (const auto& network : service.networks) {
    json::array aliases{json::string(name), json::string(key.service)};
    for (const auto& alias : service.aliases) aliases.emplace_back(json::string(alias));
    endpoints[key.project + "_" + network] = json::object{{"Aliases", std::move(aliases)}};
  }
  json::object body{{"Image", service.image},
                    {"Labels", LabelsOf(key, number, service)},
                    {"StopSignal", "SIGTERM"},
                    {"HostConfig", HostConfigOf(key, service)},
                    {"NetworkingConfig", json::object{{"EndpointsConfig", std::move(endpoints)}}}};
  if (!service.hostname.empty()) body["Hostname"] = service.hostname;
  if (service.healthcheck)
    body["Healthcheck"] = json::object{{"Test", json::array{"CMD", "/check"}}, {"Interval", 2000000000}};
  return body;
}

}  // namespace

std::string FakeEngine::AddImage(const std::string& name, json::object config) {
  const std::lock_guard lock(mutex_);
  const auto id = "sha256:" + FakeHex(std::hash<std::string>{}(name));
  json::object image{{"Id", id}, {"RepoTags", json::array{json::string(name)}}, {"Config", std::move(config)}};
  images_.emplace(name, std::move(image));
  return id;
}

std::vector<ContainerId> FakeEngine::AddComposeService(const std::string& project, const std::string& service,
                                                       int count, const FakeService& description) {
  AddImage(description.image);
  const ServiceKey key{project, service};
  const std::lock_guard lock(mutex_);
  networks_.insert(project);
  int number = 0;
  for (const auto& [id, container] : containers_)
    if (fake::LabelOf(container, kProjectLabel) == project && fake::LabelOf(container, kServiceLabel) == service)
      number = std::max(number, std::atoi(fake::LabelOf(container, kNumberLabel).c_str()));
  std::vector<ContainerId> made;
  for (int i = 0; i < count; ++i) {
    ++number;
    const auto name = description.container_name.empty() ? project + "-" + service + "-" + std::to_string(number)
                                                         : description.container_name;
    const auto id = CreateLocked(name, CreateBodyOf(key, number, name, description)).value();
    static_cast<void>(StartLocked(id));  // where its port is taken it stays created, as with Compose
    auto& state = containers_.at(id).at("State").as_object();
    if (auto* health = state.if_contains("Health")) health->as_object()["Status"] = "healthy";
    made.push_back(id);
  }
  return made;
}

void FakeEngine::TakeDown(const std::string& project) {
  const std::lock_guard lock(mutex_);
  networks_.erase(project);
  for (const auto ids = order_; const auto& id : ids) {
    auto& container = containers_.at(id);
    if (Text(container, {"Config", "Labels", kProjectLabel}) != project) continue;
    if (Text(container, {"State", "Status"}) == "running") End(container, 143);
    Forget(id, Volumes::kKeep);
  }
}

}  // namespace docktor::docker
