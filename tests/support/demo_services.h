#pragma once

#include <string>

#include <fmt/format.h>

#include "support/compose_project.h"

namespace docktor::test {

/// A service of the demo's web program; `more` are further lines of it.
inline std::string Web(const std::string& name, const std::string& more = "") {
  return fmt::format(R"(
  {}:
    image: {}
    environment: {{ DRAIN_MS: "${{DRAIN_MS:-0}}" }}
    stop_grace_period: 3s
    {}
)",
                     name, TestImage(), more);
}

/// The demo's load balancer; it reads lb.conf beside the Compose file.
inline std::string Balancer() {
  return R"(
  lb:
    image: docktor-demo/lb:dev
    volumes: ["./lb.conf:/etc/nginx/conf.d/default.conf:ro"]
    depends_on: [web]
    stop_signal: SIGQUIT
)";
}

inline std::string Services(const std::string& services) { return "services:" + services; }

/// lb.conf: finds new replicas of web, and tries the next one where one does not answer.
inline constexpr auto kBalancerConf = R"(
resolver 127.0.0.11 valid=1s ipv6=off;
server {
  listen 80;
  location / {
    set $service web;
    proxy_pass http://$service:8080;
    proxy_connect_timeout 300ms;
    proxy_next_upstream error timeout http_503;
  }
}
)";

}  // namespace docktor::test
