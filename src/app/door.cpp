#include "app/door.h"

#include <spdlog/spdlog.h>

#include "app/plan/tcp_plan.h"
#include "operations/list.h"
#include "serve/login/names.h"
#include "serve/login/tokens.h"

namespace docktor::app {
namespace {

using Tcp = serve::HttpServer::Tcp;

Result<Tcp> OpenTcp(const TcpPlan& planned, const std::filesystem::path& records) {
  auto listener = serve::TcpListener::Open(planned.entrance.address);
  if (!listener) return tl::unexpected<Error>(listener.error());
  auto tokens = serve::ReadOrMakeTokens(records);
  if (!tokens) return tl::unexpected<Error>(tokens.error());
  Tcp tcp{*std::move(listener), *std::move(tokens), planned.entrance};
  tcp.entrance.address = tcp.listener.address();
  return tcp;
}

void Warn(const serve::Entrance& entrance, Instant now) {
  if (entrance.tls && entrance.tls->Ends() <= now)
    spdlog::warn("the time of the TLS certificate is over: browsers will not trust it");
  if (!entrance.tls && !entrance.address.IsLoopback())
    spdlog::warn("listening on {} without TLS: whoever can read the network reads tokens", entrance.address.Text());
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

/// What the daemon listens to beside its socket. Scaling matters more: what nobody asked for by name may be missing.
Result<std::optional<Tcp>> Door::ListenToTcp(const Plan& plan, const DaemonOptions& options) {
  const auto planned = PlanTcp(plan, options);
  if (!planned) return tl::unexpected<Error>(planned.error());
  if (!*planned) return std::nullopt;
  auto tcp = OpenTcp(**planned, plan.Records());
  if (!tcp && (*planned)->asked_for) return tl::unexpected<Error>(tcp.error());
  if (!tcp) {
    spdlog::warn("the page is not served: {}", tcp.error().message);
    context_.login_link = [why = tcp.error()](operations::Role) -> Result<std::string> {
      return tl::unexpected<Error>(why.During("the page is not served"));
    };
    return std::nullopt;
  }
  Warn(tcp->entrance, context_.clock.Date());
  TellOf(*tcp);
  return std::optional(*std::move(tcp));
}

void Door::TellOf(const Tcp& tcp) {
  const serve::Names names(tcp.entrance);
  context_.facts.url = names.DirectUrl() + tcp.entrance.base_path;
  context_.login_link = [url = names.Url() + tcp.entrance.base_path,
                         tokens = tcp.tokens.persons](operations::Role role) -> Result<std::string> {
    return url + "/login?token=" + tokens.at(role);
  };
}

Result<std::unique_ptr<Door>> Door::Open(World world, const Plan& plan, const DaemonOptions& options) {
  std::unique_ptr<Door> door(new Door(std::move(world)));
  auto tcp = door->ListenToTcp(plan, options);
  if (!tcp) return tl::unexpected<Error>(tcp.error());
  auto server = serve::HttpServer::Open({.socket = door->context_.facts.socket}, door->router_, *std::move(tcp));
  if (!server) return tl::unexpected<Error>(server.error());
  door->server_ = *std::move(server);
  return door;
}

}  // namespace docktor::app
