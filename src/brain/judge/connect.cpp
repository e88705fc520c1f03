#include "brain/judge/connect.h"

#include <algorithm>
#include <set>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "brain/judge/model_runner.h"
#include "brain/providers/pick.h"
#include "core/printable.h"
#include "net/http_endpoint.h"
#include "net/url.h"

namespace docktor::brain {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool SameAddress(std::string_view a, std::string_view b) {
  for (auto* address : {&a, &b})
    while (address->ends_with('/')) address->remove_suffix(1);
  return a == b;
}

/// The same for all addresses of one server.
std::string ServerOf(const std::string& endpoint) {
  const auto url = net::ParseUrl(endpoint);
  if (!url) return endpoint;
  if (!url->socket.empty()) return url->socket;
  return fmt::format("{}:{}", OnThisMachine(endpoint) ? "localhost" : url->host, url->port);
}

/// "docker.io/ai/llama3.2:latest" is "llama3.2".
std::string_view Plain(std::string_view name) {
  for (const std::string_view registry : {"docker.io/", "index.docker.io/"})
    if (name.starts_with(registry)) name.remove_prefix(registry.size());
  if (name.starts_with("ai/")) name.remove_prefix(3);
  constexpr std::string_view kLatest = ":latest";
  if (name.ends_with(kLatest)) name.remove_suffix(kLatest.size());
  return name;
}

/// What is beside an address may be a key, and would be shown wherever the address is.
Status NothingBeside(const std::string& endpoint) {
  if (endpoint.find_first_of("?#@") == endpoint.npos) return {};
  return Fail(Errc::kInvalidInput, "there is more than an address in the endpoint: a name, a password or a query",
              "name the variable that has the key: key_env, --key-env");
}

Result<Access> NamedAccess(const ModelChoice& choice, const Provider& provider, const Variables& variables) {
  if (choice.key_env.empty()) return Access{.model = choice.model};
  auto key = Held(variables, choice.key_env);
  if (!key.empty()) return Access{.model = choice.model, .key = std::move(key)};
  return Fail(Errc::kInvalidInput,
              fmt::format("{} wants a key, and the variable {} has none", provider.name(), choice.key_env),
              "set it where Docktor is started, or name another one: brain.key_env, --key-env");
}

Result<Served> FindHere(const ModelChoice& choice, const Provider& provider, const Variables& variables) {
  const auto servers = LocalServers(variables);
  if (servers.empty())
    return Fail(
        Errc::kNotFound, "no server of models answers on this machine",
        "start Docker Model Runner or Ollama, or name another one: brain.endpoint or brain.provider in docktor.yaml, "
        "--endpoint or --provider here");
  auto access = NamedAccess(choice, provider, variables);
  if (!access) return tl::unexpected(access.error());
  for (const auto& server : servers)
    if (auto name = NameAmong(server.models, choice.model)) {
      access->model = *std::move(name);
      return Served{&provider, server.endpoint, *std::move(access)};
    }
  return Served{&provider, servers.front().endpoint, *std::move(access)};
}

/// Whether that is how a server lists its models: any program may answer on a usual port.
bool IsList(const json::value& body) {
  if (TextAt(body, "/object") == "list") return true;  // Ollama's is null while it has none
  return !ArrayAt(body, "/data").empty() || ValueAt(body, "/models") != nullptr;
}

/// Some servers list them in both ways. What cannot be shown is no name.
void AddOnce(std::string name, std::vector<std::string>& names) {
  if (name.empty() || Printable(name) != name) return;
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

}  // namespace

std::vector<std::string> LocalEndpoints(const Variables& variables) {
  auto all = ModelRunnerEndpoints(variables);
  for (const auto* usual :
       {"http://localhost:12434/engines/v1", "http://localhost:11434/v1", "http://localhost:8080/v1"})
    all.emplace_back(usual);
  std::set<std::string> servers;
  std::erase_if(all, [&](const auto& endpoint) { return !servers.insert(ServerOf(endpoint)).second; });
  return all;
}

Result<std::vector<std::string>> ModelsAt(const Served& served) {
  const auto attempt = "list the models at " + served.endpoint;
  const auto path = served.provider->PathOfModels();
  if (path.empty())
    return Fail(Errc::kInvalidInput, fmt::format("{}: {} does not list them there", attempt, served.provider->name()),
                "its own page does");
  const auto url = net::ParseUrl(served.endpoint);
  if (!url) return tl::unexpected(url.error());
  net::HttpClient http(net::EndpointOf(*url));
  const auto below = url->path.ends_with('/') ? url->path.substr(0, url->path.size() - 1) : url->path;
  const auto answer = http.Send({.path = below + std::string(path),
                                 .headers = served.provider->HeadersOf(served.access, {.method = "GET"}),
                                 .connect_timeout = 500ms,
                                 .timeout = 5s});
  if (!answer) return tl::unexpected(answer.error().During(attempt));
  if (answer->status != 200)
    return Fail(answer->status == 404 ? Errc::kNotFound : Errc::kUnavailable,
                fmt::format("{}: HTTP {}", attempt, answer->status));
  const auto body = ParseJson(answer->body);
  if (!body) return tl::unexpected(body.error().During(attempt));
  if (!IsList(*body)) return Fail(Errc::kInvalidInput, attempt + ": what answers there is no server of models");
  std::vector<std::string> names;
  for (const auto* list : {"/data", "/models"})  // of Gemini the second, which says "models/NAME"
    for (const auto& one : ArrayAt(*body, list))
      for (const auto* name : {"/id", "/name"})
        if (auto text = TextAt(one, name); !text.empty())
          AddOnce(text.starts_with("models/") ? text.substr(7) : std::move(text), names);
  return names;
}

std::vector<LocalServer> LocalServers(const Variables& variables) {
  std::vector<LocalServer> servers;
  for (auto& endpoint : LocalEndpoints(variables))
    if (auto models = ModelsAt({.endpoint = endpoint})) servers.push_back({std::move(endpoint), *std::move(models)});
  return servers;
}

std::optional<std::string> NameAmong(const std::vector<std::string>& models, const std::string& name) {
  if (std::find(models.begin(), models.end(), name) != models.end()) return name;
  for (const auto& model : models)
    if (Plain(model) == Plain(name)) return model;
  return std::nullopt;
}

bool OnThisMachine(const std::string& endpoint) {
  const auto url = net::ParseUrl(endpoint);
  if (!url) return false;
  const auto host = Lower(url->host);
  in_addr number{};
  const bool loopback = inet_pton(AF_INET, host.c_str(), &number) == 1 && ntohl(number.s_addr) >> 24 == 127;
  for (const auto* own : {"localhost", "::1", "host.docker.internal", "model-runner.docker.internal"})
    if (host == own) return true;
  return !url->socket.empty() || loopback || host.ends_with(".localhost");
}

Result<Served> FindServer(const ModelChoice& choice, const Variables& variables) {
  const auto found = FindProvider(choice.provider.empty() ? "openai" : choice.provider);
  if (!found) return tl::unexpected(found.error());
  const auto& provider = **found;
  if (choice.provider.empty() && choice.endpoint.empty()) return FindHere(choice, provider, variables);
  if (const auto plain = NothingBeside(choice.endpoint); !plain) return tl::unexpected<Error>(plain.error());
  const auto makers = provider.Endpoint(variables);
  if (choice.endpoint.empty() && !makers) return tl::unexpected(makers.error());
  const bool own =
      choice.key_env.empty() && makers && (choice.endpoint.empty() || SameAddress(choice.endpoint, *makers));
  auto access = own ? provider.OwnAccess(choice.model, variables) : NamedAccess(choice, provider, variables);
  if (!access) return tl::unexpected(access.error());
  return Served{&provider, choice.endpoint.empty() ? *makers : choice.endpoint, *std::move(access)};
}

Result<Connection> Connect(const ModelChoice& choice, const Variables& variables) {
  const auto served = FindServer(choice, variables);
  if (!served) return tl::unexpected(served.error());
  auto model = HttpModel::At(*served);
  if (!model) return tl::unexpected(model.error());
  return Connection{*std::move(model), served->endpoint, OnThisMachine(served->endpoint)};
}

}  // namespace docktor::brain
