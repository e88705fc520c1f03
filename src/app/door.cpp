#include "app/door.h"

#include "operations/list.h"
#include "serve/login/tokens.h"
#include "settings/fields/values.h"

namespace docktor::app {
namespace {

/// What the daemon listens to beside its socket; empty: nothing.
Result<std::optional<serve::HttpServer::Tcp>> OpenTcp(const Plan& plan, const DaemonOptions& options) {
  const auto listen = options.listen ? options.listen : plan.settings.Listen();
  if (!listen) return std::nullopt;
  const auto address = serve::TcpAddress::Parse(*listen);
  if (!address) return tl::unexpected(address.error());
  auto listener = serve::TcpListener::Open(*address);
  if (!listener) return tl::unexpected(listener.error());
  const auto base_path = options.base_path ? settings::ParseBasePath(*options.base_path) : plan.settings.BasePath();
  if (!base_path) return tl::unexpected(base_path.error().During("--base-path"));
  const auto folder = plan.folders.state / plan.project.name;
  auto tokens = serve::ReadOrMakeTokens(folder);
  if (!tokens) return tl::unexpected(tokens.error());
  return serve::HttpServer::Tcp{*std::move(listener), *std::move(tokens), *base_path, folder / "logins.json"};
}

}  // namespace

Door::Door(World world)
    : pilots_(world.control),
      context_{world.clock,
               pilots_,
               world.history,
               world.counts,
               world.store,
               std::move(world.journal),
               world.logs,
               world.meter,
               ticker_,
               world.workbench,
               std::move(world.stop),
               std::move(world.facts),
               std::move(world.settings_trouble),
               std::move(world.journal_loss),
               std::move(world.readings_from),
               &world.talks,
               &world.models,
               std::move(world.settings_in_force)},
      router_(context_, operations::All()) {}

Result<std::unique_ptr<Door>> Door::Open(World world, const Plan& plan, const DaemonOptions& options) {
  std::unique_ptr<Door> door(new Door(std::move(world)));
  auto tcp = OpenTcp(plan, options);
  if (!tcp) return tl::unexpected(tcp.error());
  auto& facts = door->context_.facts;
  if (*tcp) {
    facts.url = (*tcp)->listener.url() + (*tcp)->base_path;
    door->context_.login_link = [url = facts.url,
                                 tokens = (*tcp)->tokens.persons](operations::Role role) -> Result<std::string> {
      return url + "/login?token=" + tokens.at(role);
    };
  }
  auto server = serve::HttpServer::Open({.socket = facts.socket}, door->router_, *std::move(tcp));
  if (!server) return tl::unexpected(server.error());
  door->server_ = *std::move(server);
  return door;
}

}  // namespace docktor::app
