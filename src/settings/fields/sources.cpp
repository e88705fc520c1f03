#include "settings/fields/sources.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/json.h"
#include "settings/fields/nearest.h"
#include "settings/fields/values.h"

namespace docktor::settings {
namespace {

constexpr auto kHint = "write {prometheus: \"http://prometheus:9090\", query: \"sum(rate(requests_total[1m]))\"}";

struct Kind {
  std::string_view key;
  SourceKind kind;
  bool redis_url;
  bool needs_query;
};

constexpr std::array<Kind, 8> kKinds{{{"prometheus", SourceKind::kPrometheus, false, true},
                                      {"nginx", SourceKind::kNginx, false, false},
                                      {"traefik", SourceKind::kTraefik, false, false},
                                      {"haproxy", SourceKind::kHaproxy, false, false},
                                      {"caddy", SourceKind::kCaddy, false, false},
                                      {"redis", SourceKind::kRedis, true, true},
                                      {"rabbitmq", SourceKind::kRabbitmq, false, true},
                                      {"nats", SourceKind::kNats, false, true}}};

const Kind& KindOf(SourceKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.kind == kind; });
}

/// What stands before the host's name: "user:password", or nothing.
std::string_view UserPart(std::string_view url) {
  const auto authority = url.substr(url.find("://") + 3);
  const auto end = authority.substr(0, authority.find_first_of("/?#"));
  const auto at = end.rfind('@');
  return at == end.npos ? std::string_view{} : end.substr(0, at);
}

Result<std::string> ParseUrl(const std::string& text, const Kind& kind) {
  const std::string hint = fmt::format("write {}://HOST:PORT{}", kind.redis_url ? "redis" : "http",
                                       kind.kind == SourceKind::kNginx ? "/nginx_status" : "");
  const auto scheme = text.substr(0, std::min(text.find("://"), text.size()));
  const bool known = kind.redis_url ? scheme == "redis" : scheme == "http" || scheme == "https";
  if (scheme.size() == text.size() || !known)
    return Fail(Errc::kInvalidInput, fmt::format("what {} is asked at is not a URL of it", kind.key), hint);
  if (text.size() == scheme.size() + 3 || text.find_first_of(" \t\n") != text.npos)
    return Fail(Errc::kInvalidInput, "the URL names no host, or has spaces in it", hint);
  if (UserPart(text).find(':') != std::string_view::npos)
    return Fail(Errc::kInvalidInput, "the URL has a password in it",
                "put that in a variable and write password_env: ITS_NAME");
  return text;
}

Result<std::string> ParseVariableName(const std::string& text) {
  const bool name =
      !text.empty() && (text.front() < '0' || text.front() > '9') && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
  if (name) return text;
  return Fail(Errc::kInvalidInput, "that is no name of a variable",
              "name the variable that holds the password, such as REDIS_PASSWORD; not the password itself");
}

Result<std::string> ParseQuery(const std::string& text) {
  if (text.find_first_not_of(" \t\n") != text.npos) return text;
  return Fail(Errc::kInvalidInput, "the query is empty", "leave it out, or say what is to be asked");
}

std::vector<Part> PartsOf(SourceSettings& source, int& urls) {
  std::vector<Part> parts{{"query", Into(source.query, ParseQuery)},
                          {"password_env", Into(source.password_env, ParseVariableName)},
                          {"interval", Into(source.interval, ParseInterval)}};
  for (const auto& kind : kKinds)
    parts.push_back({kind.key, [&source, &urls, &kind](const std::string& text) {
                       ++urls;
                       source.kind = kind.kind;
                       return Into(source.url, [&kind](const std::string& url) { return ParseUrl(url, kind); })(text);
                     }});
  return parts;
}

}  // namespace

std::optional<SourceSettings> ReadSource(const std::string& signal, const YamlNode& node, Findings& findings) {
  SourceSettings source{.signal = signal};
  int urls = 0;
  if (!ReadParts(node, "a source", kHint, PartsOf(source, urls), findings)) return std::nullopt;
  if (urls != 1)
    return findings.Tell(node.place,
                         "a source has one of prometheus, nginx, traefik, haproxy, caddy, redis, rabbitmq and nats",
                         kHint),
           std::nullopt;
  const auto& kind = KindOf(source.kind);
  if (kind.needs_query && source.query.empty())
    return findings.Tell(node.place, fmt::format("a source of {} has no query", kind.key),
                         source.kind == SourceKind::kPrometheus ? "write query: and what Prometheus is to compute"
                                                                : "write query: and the name of the queue"),
           std::nullopt;
  return source;
}

std::string ShowSource(const SourceSettings& source) {
  json::object out{{KindOf(source.kind).key, source.url}};
  if (!source.query.empty()) out["query"] = source.query;
  if (!source.password_env.empty()) out["password_env"] = source.password_env;
  out["interval"] = ToText(source.interval);
  return WriteJson(out);
}

std::string SourceSchema() {
  const json::object text{{"type", "string"}};
  json::object properties{{"query", text}, {"password_env", text}, {"interval", text}};
  json::array one_of;
  for (const auto& kind : kKinds) {
    properties[kind.key] = text;
    json::array required{json::string(kind.key)};
    if (kind.needs_query) required.emplace_back("query");
    one_of.push_back(json::object{{"required", std::move(required)}});
  }
  return WriteJson(json::object{{"type", "object"},
                                {"properties", std::move(properties)},
                                {"additionalProperties", false},
                                {"oneOf", std::move(one_of)}});
}

}  // namespace docktor::settings
