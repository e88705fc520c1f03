#include "docker/fakes/fake_documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "docker/json_reader.h"

namespace docktor::docker {
namespace {

/// The member there, or null.
json::value At(const json::object& object, Path path) {
  const auto* found = Find(object, path);
  return found == nullptr ? json::value(nullptr) : *found;
}

void MergeMissing(json::object& into, const json::object& from) {
  for (const auto& [key, value] : from) into.emplace(key, value);
}

json::object ConfigOf(const std::string& id, const json::object& body, const json::object& image) {
  auto config = body;
  config.erase("HostConfig");
  config.erase("NetworkingConfig");
  if (Text(config, {"Hostname"}).empty()) config["Hostname"] = id.substr(0, 12);
  if (!config.contains("Domainname")) config["Domainname"] = "";
  auto labels = Object(config, {"Labels"});
  MergeMissing(labels, Object(image, {"Config", "Labels"}));
  config["Labels"] = std::move(labels);
  for (const auto* key : {"Env", "Cmd", "Entrypoint", "ExposedPorts"})
    if (At(config, {key}).is_null()) config[key] = At(image, {"Config", key});
  return config;
}

json::object HostConfigOf(const json::object& body) {
  auto host = Object(body, {"HostConfig"});
  const auto memory = Number(host, {"Memory"});
  if (memory > 0 && !host.contains("MemorySwap")) host["MemorySwap"] = 2 * memory;
  if (Text(host, {"NetworkMode"}).empty()) host["NetworkMode"] = "default";
  return host;
}

json::object NetworksOf(const std::string& id, const json::object& body, const json::object& host) {
  auto networks = Object(body, {"NetworkingConfig", "EndpointsConfig"});
  if (networks.empty()) networks[Text(host, {"NetworkMode"})] = json::object{};
  int number = 0;
  for (auto& [name, value] : networks) {
    auto endpoint = value.is_object() ? value.get_object() : json::object{};
    auto aliases = Array(endpoint, {"Aliases"});
    if (!aliases.empty()) aliases.push_back(json::string(id.substr(0, 12)));  // as engines before 25 do
    endpoint["Aliases"] = aliases.empty() ? json::value(nullptr) : json::value(aliases);
    for (const auto* key : {"IPAMConfig", "Links", "DriverOpts"}) endpoint.emplace(key, nullptr);
    endpoint["NetworkID"] = FakeHex(std::hash<std::string_view>{}(std::string_view(name)));
    endpoint["EndpointID"] = FakeHex(std::hash<std::string>{}(id) + static_cast<unsigned>(++number));
    endpoint["MacAddress"] = "02:42:ac:12:00:02";
    value = std::move(endpoint);
  }
  return networks;
}

json::array MountList(const std::vector<FakeMount>& mounts) {
  json::array list;
  for (const auto& mount : mounts) {
    if (mount.type == "tmpfs") continue;
    json::object entry{{"Type", mount.type}, {"Destination", mount.destination}, {"RW", true}};
    if (mount.type == "volume") entry["Name"] = mount.source;
    entry["Source"] = mount.type == "volume" ? "/var/lib/docker/volumes/" + mount.source + "/_data" : mount.source;
    list.push_back(std::move(entry));
  }
  return list;
}

FakeMount ParseBind(const std::string& bind) {
  const auto colon = bind.find(':');
  const auto source = bind.substr(0, colon);
  const auto rest = colon == std::string::npos ? source : bind.substr(colon + 1);
  return {source.starts_with('/') ? "bind" : "volume", source, rest.substr(0, rest.find(':'))};
}

std::string Ago(Duration passed) {
  const auto seconds = passed.count() / 1000;
  if (seconds < 60) return fmt::format("{} seconds", seconds);
  return seconds < 3600 ? fmt::format("{} minutes", seconds / 60) : fmt::format("{} hours", seconds / 3600);
}

std::string StatusText(const json::object& inspect, Instant now) {
  const auto state = Text(inspect, {"State", "Status"});
  const auto since = [&](const char* key) {
    const auto at = ParseInstant(Text(inspect, {"State", key}));
    return Ago(at ? std::max(Duration{0}, now - *at) : Duration{0});
  };
  if (state == "created") return "Created";
  if (state == "exited")
    return fmt::format("Exited ({}) {} ago", Number(inspect, {"State", "ExitCode"}), since("FinishedAt"));
  auto text = "Up " + since("StartedAt");
  const auto health = Text(inspect, {"State", "Health", "Status"});
  if (!health.empty()) text += health == "starting" ? " (health: starting)" : " (" + health + ")";
  return state == "paused" ? text + " (Paused)" : text;
}

}  // namespace

std::string FakeHex(std::uint64_t seed) {
  std::string text;
  for (int word = 0; word < 4; ++word) {  // splitmix64
    auto mixed = (seed = seed * 4 + static_cast<unsigned>(word) + 0x9e3779b97f4a7c15ull);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ull;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebull;
    text += fmt::format("{:016x}", mixed ^ (mixed >> 31));
  }
  return text;
}

std::vector<FakeMount> MountsOf(const json::object& create_body, const json::object& image) {
  std::vector<FakeMount> mounts;
  const auto add = [&](FakeMount mount) {
    const auto taken =
        std::any_of(mounts.begin(), mounts.end(), [&](const auto& m) { return m.destination == mount.destination; });
    if (!taken) mounts.push_back(std::move(mount));
  };
  for (const auto& bind : Array(create_body, {"HostConfig", "Binds"})) add(ParseBind(std::string(bind.as_string())));
  for (const auto& mount : Array(create_body, {"HostConfig", "Mounts"})) {
    const auto& object = mount.as_object();
    add({Text(object, {"Type"}), Text(object, {"Source"}), Text(object, {"Target"})});
  }
  for (const auto* volumes : {&Object(create_body, {"Volumes"}), &Object(image, {"Config", "Volumes"})})
    for (const auto& [destination, nothing] : *volumes) add({"volume", "", std::string(destination)});
  return mounts;
}

json::object CreatedDocument(const std::string& id, const std::string& name, const json::object& body,
                             const json::object& image, const std::vector<FakeMount>& mounts, Instant now) {
  const auto host = HostConfigOf(body);
  json::object state{{"Status", "created"},
                     {"Running", false},
                     {"Paused", false},
                     {"Restarting", false},
                     {"OOMKilled", false},
                     {"Dead", false},
                     {"Pid", 0},
                     {"ExitCode", 0},
                     {"Error", ""},
                     {"StartedAt", "0001-01-01T00:00:00Z"},
                     {"FinishedAt", "0001-01-01T00:00:00Z"}};
  return {{"Id", id},
          {"Created", ToRfc3339(now)},
          {"State", std::move(state)},
          {"Image", Text(image, {"Id"})},
          {"Name", "/" + name},
          {"RestartCount", 0},
          {"HostConfig", host},
          {"Mounts", MountList(mounts)},
          {"Config", ConfigOf(id, body, image)},
          {"NetworkSettings", json::object{{"Networks", NetworksOf(id, body, host)}}}};
}

json::object ListEntry(const json::object& inspect, Instant now) {
  const auto created = ParseInstant(Text(inspect, {"Created"}));
  return {{"Id", At(inspect, {"Id"})},
          {"Names", json::array{At(inspect, {"Name"})}},
          {"Image", At(inspect, {"Config", "Image"})},
          {"ImageID", At(inspect, {"Image"})},
          {"Created", created ? created->time_since_epoch() / 1s : 0},
          {"Labels", At(inspect, {"Config", "Labels"})},
          {"State", At(inspect, {"State", "Status"})},
          {"Status", StatusText(inspect, now)},
          {"HostConfig", json::object{{"NetworkMode", At(inspect, {"HostConfig", "NetworkMode"})}}},
          {"NetworkSettings", json::object{{"Networks", At(inspect, {"NetworkSettings", "Networks"})}}},
          {"Mounts", At(inspect, {"Mounts"})}};
}

namespace fake {

ContainerId IdOf(const json::object& container) { return {Text(container, {"Id"})}; }
std::string StateOf(const json::object& container) { return Text(container, {"State", "Status"}); }
std::string LabelOf(const json::object& container, const char* label) {
  return Text(container, {"Config", "Labels", label});
}
bool RunsNow(const json::object& container) {
  return StateOf(container) == "running" || StateOf(container) == "paused" || StateOf(container) == "restarting";
}
json::object& StateIn(json::object& container) { return container.at("State").as_object(); }

tl::unexpected<Error> NoSuchContainer(const ContainerId& id) {
  return Fail(Errc::kNotFound, "No such container: " + id.value);
}
void SetState(json::object& container, const char* status) {
  auto& state = StateIn(container);
  state["Status"] = status;
  state["Running"] = RunsNow(container);
  state["Paused"] = std::string_view(status) == "paused";
}

}  // namespace fake
}  // namespace docktor::docker
