#pragma once

#include <string>

#include "core/json.h"

namespace docktor::docker {

/// A running replica of shop/web as an engine describes it, cut down to what is read.
inline json::object WebReplica() {
  return ParseJson(R"({
    "Id": "8614c8fba90b16a8afac6bc2ae6d52ee62c0e637f77fefc529fb5595437a86b4",
    "Created": "2026-11-24T06:55:59.598643085Z",
    "Name": "/shop-web-2",
    "Image": "sha256:ec34",
    "State": {"Status": "running", "Running": true, "Paused": false, "Restarting": false, "Dead": false,
              "Pid": 14154, "ExitCode": 0, "Error": "",
              "StartedAt": "2026-11-24T06:56:06.356942812Z", "FinishedAt": "0001-01-01T00:00:00Z",
              "Health": {"Status": "healthy", "FailingStreak": 0, "Log": []}},
    "HostConfig": {"NetworkMode": "shop_default", "PortBindings": {}, "Memory": 134217728, "NanoCpus": 250000000,
                   "CpuPeriod": 0, "CpuQuota": 0, "CpusetCpus": ""},
    "Mounts": [],
    "Config": {"Image": "shop/web:1", "Labels": {
      "com.docker.compose.config-hash": "24ee",
      "com.docker.compose.container-number": "2",
      "com.docker.compose.oneoff": "False",
      "com.docker.compose.project": "shop",
      "com.docker.compose.project.config_files": "/srv/shop/compose.yaml,/srv/shop/more.yaml",
      "com.docker.compose.project.working_dir": "/srv/shop",
      "com.docker.compose.service": "web",
      "docktor.enable": "true"}},
    "NetworkSettings": {"Networks": {"shop_default": {"Aliases": ["web"]}}}
  })")
      .value()
      .as_object();
}

/// `document` with `change`, a JSON object, merged into it; null takes a member away.
inline json::object With(json::object document, const json::object& change) {
  for (const auto& [name, value] : change) {
    auto* member = document.if_contains(name);
    if (value.is_null())
      document.erase(name);
    else if (member != nullptr && member->is_object() && value.is_object())
      *member = With(member->get_object(), value.get_object());
    else
      document[name] = value;
  }
  return document;
}

inline json::object With(json::object document, std::string_view change) {
  return With(std::move(document), ParseJson(change).value().as_object());
}

}  // namespace docktor::docker
