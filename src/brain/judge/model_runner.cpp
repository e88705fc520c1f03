#include "brain/judge/model_runner.h"

#include <filesystem>

#include "brain/judge/connect.h"
#include "brain/providers/pick.h"
#include "net/program.h"
#include "net/url.h"

namespace docktor::brain {
namespace {

namespace fs = std::filesystem;

constexpr Duration kPatience = 3s;
constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kUnderDesktop = "/exp/vDD4.40";  // on the socket of its engine

std::string WithoutSlash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// It has the same at "/v1" as at "/engines/v1", of which versions before that only knew the latter.
std::string UnderEngines(std::string endpoint) {
  endpoint = WithoutSlash(std::move(endpoint));
  constexpr std::string_view kEngines = "/engines/v1", kShort = "/v1";
  if (endpoint.ends_with(kShort) && !endpoint.ends_with(kEngines))
    endpoint.replace(endpoint.size() - kShort.size(), kShort.size(), kEngines);
  return endpoint;
}

/// Where Docker Desktop's engine listens, on one system or another.
std::vector<std::string> DesktopSockets(const Variables& variables) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& path) {
    std::error_code gone;
    if (fs::is_socket(path, gone)) all.push_back(path);
  };
  const auto host = Held(variables, "DOCKER_HOST");
  if (host.starts_with("unix://")) add(host.substr(7));
  if (const auto home = Held(variables, "HOME"); !home.empty())
    for (const auto* below : {"/.docker/run/docker.sock", "/.docker/desktop/docker.sock"}) add(home + below);
  add("/var/run/docker.sock");
  return all;
}

/// What the variable names. Another machine's is used where the settings name it, and not unasked.
std::string NamedRunner(const Variables& variables) {
  const auto named = WithoutSlash(Held(variables, "MODEL_RUNNER_HOST"));
  if (named.empty()) return {};
  return (named.find("://") == named.npos ? "http://" : "") + named + "/engines/v1";
}

/// What the command says, whatever comes before it; empty where there is none.
std::string StatusOfModelRunner() {
  // An older plugin installs the runner where it is not there, and one wakes the engine that a context names elsewhere.
  const auto end = net::RunProgram({"docker", "model", "status", "--json"}, kPatience,
                                   {"MODEL_RUNNER_NO_AUTO_INSTALL=1", "DOCKER_CONTEXT=default"});
  if (!end || end->exit_code != 0) return {};
  const auto begin = end->output.find('{');
  return begin == std::string::npos ? "" : end->output.substr(begin);
}

}  // namespace

std::optional<std::string> EndpointIn(std::string_view status, const std::string& desktop_socket) {
  const auto said = ParseJson(status);
  const auto* running = said ? ValueAt(*said, "/running") : nullptr;
  if (running == nullptr || *running != true) return std::nullopt;
  const auto kind = TextAt(*said, "/kind");
  if (kind == "Docker Cloud") return std::nullopt;  // a port of this machine that leads to another
  auto endpoint = TextAt(*said, "/endpointHost");
  if (endpoint.empty()) endpoint = TextAt(*said, "/endpoint");
  const auto url = net::ParseUrl(endpoint);
  if (!url || !OnThisMachine(endpoint)) return std::nullopt;
  if (kind != "Docker Desktop" || url->port != 0) return UnderEngines(std::move(endpoint));
  if (desktop_socket.empty()) return std::nullopt;
  return UnderEngines(std::string(kUnix) + desktop_socket + ":" + url->path);  // it names the path alone
}

std::vector<std::string> ModelRunnerEndpoints(const Variables& variables) {
  if (const auto named = NamedRunner(variables); !named.empty())
    return OnThisMachine(named) ? std::vector{named} : std::vector<std::string>();
  const auto sockets = DesktopSockets(variables);
  std::vector<std::string> all;
  const auto host = Held(variables, "DOCKER_HOST");  // which the command would go to before any context
  const bool here = host.empty() || host.starts_with("unix://");
  if (auto said = EndpointIn(here ? StatusOfModelRunner() : "", sockets.empty() ? "" : sockets.front()))
    all.push_back(*std::move(said));
  for (const auto& socket : sockets)
    all.push_back(std::string(kUnix) + socket + ":" + std::string(kUnderDesktop) + "/engines/v1");
  return all;
}

}  // namespace docktor::brain
