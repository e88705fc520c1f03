#include "brain/judge/connect.h"

#include <algorithm>

#include <fmt/format.h>

#include "brain/providers/pick.h"
#include "net/http_client.h"
#include "net/url.h"

namespace docktor::brain {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// What the settings do not say is the maker's where a provider is named, else of the first server on this machine.
Result<std::string> UsualEndpoint(const BrainSettings& settings, const Provider& provider, const Variables& variables) {
  if (!settings.provider.empty()) return provider.Endpoint(variables);
  if (auto local = FirstLocalServer(variables)) return *std::move(local);
  return Fail(Errc::kNotFound, "no server of models answers on this machine",
              "start Docker Model Runner or Ollama, or say brain.endpoint or brain.provider");
}

Result<Access> NamedAccess(const BrainSettings& settings, const Provider& provider, const Variables& variables) {
  if (settings.key_env.empty()) return Access{.model = settings.model};
  auto key = Held(variables, settings.key_env);
  if (!key.empty()) return Access{.model = settings.model, .key = std::move(key)};
  return Fail(Errc::kInvalidInput,
              fmt::format("{} wants a key, and the variable {} has none", provider.name(), settings.key_env),
              "set it where Docktor is started, or name another one: brain.key_env");
}

}  // namespace

std::vector<std::string> LocalEndpoints(const Variables& variables) {
  std::vector<std::string> all;
  if (auto named = variables("MODEL_RUNNER_HOST"); named && !named->empty()) {
    while (named->ends_with('/')) named->pop_back();
    all.push_back((named->find("://") == named->npos ? "http://" : "") + *named + "/engines/v1");
  }
  for (const auto* usual :
       {"http://localhost:12434/engines/v1", "http://localhost:11434/v1", "http://localhost:8080/v1"})
    all.emplace_back(usual);
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
  net::HttpClient http({.origin = url->Origin()});
  const auto answer = http.Send({.path = (url->path == "/" ? "" : url->path) + std::string(path),
                                 .headers = served.provider->HeadersOf(served.access, {.method = "GET"}),
                                 .connect_timeout = 500ms,
                                 .timeout = 5s});
  if (!answer) return tl::unexpected(answer.error().During(attempt));
  if (answer->status != 200) return Fail(Errc::kUnavailable, fmt::format("{}: HTTP {}", attempt, answer->status));
  const auto body = ParseJson(answer->body);
  if (!body) return tl::unexpected(body.error().During(attempt));
  std::vector<std::string> names;
  for (const auto* list : {"/data", "/models"})  // of Gemini the second, which says "models/NAME"
    for (const auto& one : ArrayAt(*body, list))
      for (const auto* name : {"/id", "/name"})
        if (auto text = TextAt(one, name); !text.empty())
          names.push_back(text.starts_with("models/") ? text.substr(7) : std::move(text));
  return names;
}

std::optional<std::string> FirstLocalServer(const Variables& variables) {
  for (auto& local : LocalEndpoints(variables))
    if (ModelsAt({.endpoint = local})) return std::move(local);
  return std::nullopt;
}

bool OnThisMachine(const std::string& endpoint) {
  const auto url = net::ParseUrl(endpoint);
  if (!url) return false;
  const auto host = Lower(url->host);
  return host == "localhost" || host == "::1" || host.starts_with("127.") || host.ends_with(".localhost");
}

Result<Served> FindServer(const BrainSettings& settings, const Variables& variables) {
  const auto provider = FindProvider(settings.provider.empty() ? "openai" : settings.provider);
  if (!provider) return tl::unexpected(provider.error());
  auto endpoint = settings.endpoint.empty() ? UsualEndpoint(settings, **provider, variables) : settings.endpoint;
  if (!endpoint) return tl::unexpected(endpoint.error());
  const auto makers = (*provider)->Endpoint(variables);
  const bool own = settings.key_env.empty() && makers && *makers == *endpoint;
  auto access = own ? (*provider)->OwnAccess(settings.model, variables) : NamedAccess(settings, **provider, variables);
  if (!access) return tl::unexpected(access.error());
  return Served{*provider, *std::move(endpoint), *std::move(access)};
}

Result<Connection> Connect(const BrainSettings& settings, const Variables& variables) {
  const auto served = FindServer(settings, variables);
  if (!served) return tl::unexpected(served.error());
  auto model = HttpModel::At(*served);
  if (!model) return tl::unexpected(model.error());
  return Connection{*std::move(model), served->endpoint, OnThisMachine(served->endpoint)};
}

}  // namespace docktor::brain
