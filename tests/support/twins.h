#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "act/copy.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::test {

inline void SortList(json::object& object, const char* key) {
  auto* array = object.contains(key) ? object[key].if_array() : nullptr;
  if (array == nullptr) return;
  std::sort(array->begin(), array->end(), [](const auto& a, const auto& b) { return WriteJson(a) < WriteJson(b); });
}

/// The items of a list with commas, which Compose writes in any order.
inline json::array Sorted(const std::string& list) {
  std::vector<std::string> items;
  std::istringstream in(list);
  for (std::string item; std::getline(in, item, ',');) items.push_back(item);
  std::sort(items.begin(), items.end());
  return json::array(items.begin(), items.end());
}

/// What is left of an inspect answer when all that differs between any two replicas is taken out.
inline json::object Comparable(json::object inspect) {
  const auto id = docker::Text(inspect, {"Id"});
  for (const auto* own :
       {"Id", "Created", "State", "LogPath", "ResolvConfPath", "HostnamePath", "HostsPath", "GraphDriver", "ExecIDs"})
    inspect.erase(own);
  auto& config = inspect["Config"].as_object();
  if (id.starts_with(docker::Text(config, {"Hostname"}))) config.erase("Hostname");  // one that nobody chose
  config.erase("Image");
  auto& labels = config["Labels"].as_object();
  labels.erase(docker::kCopyLabel);
  if (auto* on = labels.if_contains("com.docker.compose.depends_on")) *on = Sorted(std::string(on->as_string()));
  SortList(config, "Env");
  for (const auto* list : {"Binds", "Mounts", "Ulimits"}) SortList(inspect["HostConfig"].as_object(), list);
  for (auto& value : inspect["Mounts"].as_array())
    if (auto& mount = value.as_object(); act::IsAnonymousVolume(docker::Text(mount, {"Name"})))
      mount["Name"] = mount["Source"] = "anonymous";
  SortList(inspect, "Mounts");
  json::object networks;
  for (const auto& [name, value] : docker::Object(inspect, {"NetworkSettings", "Networks"})) {
    json::array aliases;
    for (const auto& alias : docker::Array(value.as_object(), {"Aliases"}))
      if (alias != json::string(id.substr(0, 12))) aliases.push_back(alias);
    networks[name] = json::object{{"Aliases", std::move(aliases)},
                                  {"Links", docker::Array(value.as_object(), {"Links"})},
                                  {"IPAMConfig", docker::Object(value.as_object(), {"IPAMConfig"})},
                                  {"DriverOpts", docker::Object(value.as_object(), {"DriverOpts"})}};
    SortList(networks[name].as_object(), "Aliases");
  }
  inspect["NetworkSettings"] = std::move(networks);
  return inspect;
}

/// Two replicas of one service with the same number, by their inspect answers: they differ only in what must differ.
inline void ExpectTwins(const json::object& one, const json::object& other) {
  const auto a = Comparable(one), b = Comparable(other);
  EXPECT_EQ(a.size(), b.size());
  for (const auto& [part, value] : b) {
    if (!value.is_object()) {
      EXPECT_EQ(a.at(part), value) << part;
      continue;
    }
    EXPECT_EQ(a.at(part).as_object().size(), value.as_object().size()) << part;
    for (const auto& [key, inner] : value.as_object())
      EXPECT_EQ(a.at(part).as_object().at(key), inner) << part << "." << key;
  }
}

}  // namespace docktor::test
