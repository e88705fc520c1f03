#include <fmt/format.h>

#include "brain/judge/connect.h"
#include "cli/commands.h"
#include "cli/render/table.h"

namespace docktor::cli {
namespace {

struct Listed {
  std::string endpoint;
  std::vector<std::string> models;
};

/// Those of the server that was named, or of each server on this machine that answers.
Result<std::vector<Listed>> List(const ModelListCommand& command, const brain::Variables& variables) {
  std::vector<Listed> all;
  const bool named = !command.endpoint.empty() || !command.provider.empty();
  auto endpoints = named ? std::vector<std::string>{command.endpoint} : brain::LocalEndpoints(variables);
  for (const auto& endpoint : endpoints) {
    const auto served = brain::FindServer(
        {.provider = command.provider, .endpoint = endpoint, .key_env = command.key_variable}, variables);
    if (!served) return tl::unexpected(served.error());
    auto models = brain::ModelsAt(*served);
    if (!models && named) return tl::unexpected(models.error());
    if (models) all.push_back({served->endpoint, *std::move(models)});
  }
  return all;
}

void Show(const std::vector<Listed>& all, const Session& session) {
  if (session.arguments.json) {
    json::array servers;
    for (const auto& [endpoint, models] : all)
      servers.push_back(json::object{{"endpoint", endpoint}, {"models", ToJson(models)}});
    return fmt::print("{}\n", WriteJson(json::object{{"servers", std::move(servers)}}));
  }
  Table table({"MODEL", "SERVED AT"});
  for (const auto& [endpoint, models] : all)
    for (const auto& model : models) table.Add({{model, Ink::kBold}, {endpoint}});
  fmt::print("{}", table.empty() ? "the servers that answer have no models\n" : table.Draw(session.look));
}

}  // namespace

ExitCode RunModelList(const Session& session, const ModelListCommand& command) {
  const auto all =
      List(command, [&](const std::string& name) { return settings::Variable(session.around.environment, name); });
  if (!all) return Complain(all.error()), all.error().code == Errc::kInvalidInput ? kUsage : kFailed;
  if (all->empty())
    return Complain({Errc::kNotFound, "no server of models answers on this machine",
                     "start Docker Model Runner, Ollama or llama-server, or name another one: --endpoint"}),
           kFailed;
  Show(*all, session);
  return kOk;
}

}  // namespace docktor::cli
