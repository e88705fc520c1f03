#include "act/copy.h"

#include <algorithm>

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using docker::Array;
using docker::NameOf;
using docker::Object;
using docker::Text;

/// Compose writes here which container a recreated one took the place of.
constexpr const char* kReplaceLabel = "com.docker.compose.replace";

/// Modes in which a container may have no host name of its own.
bool SharesHostName(const json::object& host_config) {
  return Text(host_config, {"NetworkMode"}).starts_with("container:") || Text(host_config, {"UTSMode"}) == "host";
}

json::object Labels(const json::object& inspect, const CopyName& name, DecisionId decision) {
  auto labels = Object(inspect, {"Config", "Labels"});
  labels.erase(kReplaceLabel);
  labels[docker::kNumberLabel] = std::to_string(name.number);
  labels[docker::kCopyLabel] = decision.Text();
  return labels;
}

json::object ConfigPart(const json::object& inspect, const CopyName& name, DecisionId decision) {
  auto config = Object(inspect, {"Config"});
  config["Image"] = Text(inspect, {"Image"});
  config["Labels"] = Labels(inspect, name, decision);
  config.erase("MacAddress");
  const auto& host = Object(inspect, {"HostConfig"});
  if (SharesHostName(host) || Text(inspect, {"Id"}).starts_with(Text(config, {"Hostname"}))) {
    config.erase("Hostname");
    config.erase("Domainname");
  }
  // The image's own are in here as well, and beside another container's network the engine refuses any.
  if (Text(host, {"NetworkMode"}).starts_with("container:")) config.erase("ExposedPorts");
  return config;
}

/// Takes out of `binds` those of anonymous volumes, by their mount point.
std::vector<std::string> TakeAnonymousBinds(json::array& binds) {
  std::vector<std::string> targets;
  json::array kept;
  for (const auto& bind : binds) {
    const std::string text(bind.is_string() ? std::string_view(bind.get_string()) : std::string_view());
    const auto colon = text.find(':');
    if (colon != std::string::npos && IsAnonymousVolume(text.substr(0, colon)))
      targets.push_back(text.substr(colon + 1, text.find(':', colon + 1) - colon - 1));
    else
      kept.push_back(bind);
  }
  binds = std::move(kept);
  return targets;
}

void FreshVolumes(json::object& config, json::object& host) {
  if (auto* mounts = host.contains("Mounts") ? host["Mounts"].if_array() : nullptr)
    for (auto& value : *mounts)
      if (auto* mount = value.if_object();
          mount && Text(*mount, {"Type"}) == "volume" && IsAnonymousVolume(Text(*mount, {"Source"})))
        mount->erase("Source");
  auto* binds = host.contains("Binds") ? host["Binds"].if_array() : nullptr;
  if (binds == nullptr) return;
  for (const auto& target : TakeAnonymousBinds(*binds)) {
    if (!config["Volumes"].is_object()) config["Volumes"] = json::object{};
    config["Volumes"].get_object()[target] = json::object{};
  }
}

json::array Aliases(const json::object& endpoint, const json::object& inspect, const CopyName& name) {
  const auto id = Text(inspect, {"Id"});
  const auto number = Text(inspect, {"Config", "Labels", docker::kNumberLabel});
  const auto first_name = name.service.project + "-" + name.service.service + "-" + number;  // before any renaming
  json::array aliases;
  for (const auto& value : Array(endpoint, {"Aliases"})) {
    if (!value.is_string()) continue;
    const std::string alias(value.get_string());
    if (alias.size() >= 12 && id.starts_with(alias)) continue;
    const json::value wanted =
        alias == NameOf(inspect) || alias == first_name ? json::string(name.Text()) : value.get_string();
    if (std::find(aliases.begin(), aliases.end(), wanted) == aliases.end()) aliases.push_back(wanted);
  }
  return aliases;
}

json::object Endpoint(const json::object& endpoint, const json::object& inspect, const CopyName& name) {
  json::object out;
  if (auto aliases = Aliases(endpoint, inspect, name); !aliases.empty()) out["Aliases"] = std::move(aliases);
  if (const auto& links = Array(endpoint, {"Links"}); !links.empty()) out["Links"] = links;
  if (const auto& options = Object(endpoint, {"DriverOpts"}); !options.empty()) out["DriverOpts"] = options;
  if (const auto priority = docker::Number(endpoint, {"GwPriority"}); priority != 0) out["GwPriority"] = priority;
  auto ipam = Object(endpoint, {"IPAMConfig"});
  for (const auto* fixed : {"IPv4Address", "IPv6Address", "LinkLocalIPs"}) ipam.erase(fixed);
  if (!ipam.empty()) out["IPAMConfig"] = std::move(ipam);
  return out;
}

json::object Endpoints(const json::object& inspect, const CopyName& name) {
  json::object endpoints;
  for (const auto& [network, endpoint] : Object(inspect, {"NetworkSettings", "Networks"}))
    endpoints[network] = Endpoint(endpoint.is_object() ? endpoint.get_object() : json::object{}, inspect, name);
  return endpoints;
}

}  // namespace

bool IsAnonymousVolume(std::string_view name) {
  constexpr std::string_view kHex = "0123456789abcdef";
  return name.size() == 64 && name.find_first_not_of(kHex) == std::string_view::npos;
}

std::vector<std::string> AnonymousVolumesOf(const json::object& inspect) {
  std::vector<std::string> names;
  for (const auto& mount : Array(inspect, {"Mounts"}))
    if (const auto* object = mount.if_object(); object != nullptr && Text(*object, {"Type"}) == "volume")
      if (auto name = Text(*object, {"Name"}); IsAnonymousVolume(name)) names.push_back(std::move(name));
  return names;
}

Result<json::object> CopyOf(const json::object& inspect, const CopyName& name, DecisionId decision) {
  for (const auto* part : {"Config", "HostConfig"})
    if (Object(inspect, {part}).empty())
      return Fail(Errc::kInvalidInput, "copy " + NameOf(inspect) + ": the engine's description has no " + part);
  if (Text(inspect, {"Image"}).empty())
    return Fail(Errc::kInvalidInput, "copy " + NameOf(inspect) + ": the engine's description names no image");
  auto body = ConfigPart(inspect, name, decision);
  auto host = Object(inspect, {"HostConfig"});
  host.erase("ContainerIDFile");
  FreshVolumes(body, host);
  body["HostConfig"] = std::move(host);
  if (auto endpoints = Endpoints(inspect, name); !endpoints.empty())
    body["NetworkingConfig"] = json::object{{"EndpointsConfig", std::move(endpoints)}};
  return body;
}

}  // namespace docktor::act
