#include "docker/address.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "docker/engine.h"

namespace docktor::docker {
namespace {

constexpr const char* kHint = "DOCKER_HOST may be unix:///var/run/docker.sock or tcp://127.0.0.1:2375";

auto Refuse(std::string_view host, const std::string& why) {
  return Fail(Errc::kInvalidInput, "Docker host '" + std::string(host) + "': " + why, kHint);
}

bool IsPort(std::string_view text) {
  unsigned short port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0;
}

bool IsHostName(std::string_view text) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:";
  const bool brackets = text.starts_with('[') && text.ends_with(']') && text.size() > 2;
  if (brackets) text = text.substr(1, text.size() - 2);
  return !text.empty() && text.find_first_not_of(kAllowed) == text.npos && (brackets || text.find(':') == text.npos);
}

Result<net::Endpoint> ParseTcp(std::string_view host, std::string_view address) {
  while (address.ends_with('/')) address.remove_suffix(1);
  const auto colon = address.rfind(':');
  const bool has_port = colon != std::string_view::npos && address.find(']', colon) == std::string_view::npos;
  const auto port = has_port ? address.substr(colon + 1) : "2375";
  const auto name = has_port ? address.substr(0, colon) : address;
  if (!IsHostName(name)) return Refuse(host, "'" + std::string(name) + "' is not the name of a host");
  if (!IsPort(port)) return Refuse(host, "'" + std::string(port) + "' is not a port");
  return net::Endpoint{.origin = "http://" + std::string(name) + ":" + std::string(port)};
}

}  // namespace

Result<net::Endpoint> ParseHost(std::string_view host) {
  constexpr std::string_view kUnix = "unix://", kTcp = "tcp://";
  constexpr std::size_t kLongestSocketPath = 107;
  if (host.starts_with(kTcp)) return ParseTcp(host, host.substr(kTcp.size()));
  if (!host.starts_with(kUnix)) return Refuse(host, "only unix:// and tcp:// can be used");
  const auto path = host.substr(kUnix.size());
  if (!path.starts_with('/')) return Refuse(host, "the path of the socket must begin with /");
  if (path.size() > kLongestSocketPath) return Refuse(host, "the path is too long for a socket");
  return net::Endpoint{.unix_socket = std::string(path)};
}

std::string DefaultHost() {
  const char* host = std::getenv("DOCKER_HOST");
  return host != nullptr && *host != '\0' ? host : "unix:///var/run/docker.sock";
}

}  // namespace docktor::docker
