#include "app/plan/tcp_plan.h"

#include "settings/fields/values.h"

namespace docktor::app {
namespace {

/// The settings, with what the flags say instead.
Result<settings::DoorSettings> DoorOf(const Plan& plan, const DaemonOptions& options) {
  auto door = plan.settings.Door();
  if (!door) return door;
  if (options.listen) {
    const auto listen = settings::ParseListen(*options.listen);
    if (!listen) return tl::unexpected<Error>(listen.error().During("--listen"));
    door->listen = *listen, door->listen_said = true;
  }
  if (options.base_path) {
    const auto base_path = settings::ParseBasePath(*options.base_path);
    if (!base_path) return tl::unexpected<Error>(base_path.error().During("--base-path"));
    door->base_path = *base_path;
  }
  return door;
}

Status CheckReach(const serve::TcpAddress& address, const settings::DoorSettings& door) {
  if (address.IsLoopback() || !door.certificate.empty() || door.without_tls) return {};
  return Fail(
      Errc::kDenied, "listen on " + address.Text() + ": other machines reach that, and nothing would be encrypted",
      "say by what in docktor.yaml, tls: {certificate: FILE, key: FILE}; or, where something before it encrypts, "
      "listen_without_tls: true");
}

}  // namespace

Result<std::optional<TcpPlan>> PlanTcp(const Plan& plan, const DaemonOptions& options) {
  const auto door = DoorOf(plan, options);
  if (!door) return tl::unexpected<Error>(door.error());
  if (door->listen == settings::kListenOff) return std::nullopt;
  const auto address = serve::TcpAddress::Parse(door->listen);
  if (!address) return tl::unexpected<Error>(address.error());
  if (const auto right = CheckReach(*address, *door); !right) return tl::unexpected<Error>(right.error());
  TcpPlan tcp{.entrance = {.address = *address,
                           .base_path = door->base_path,
                           .public_url = door->public_url,
                           .open_metrics = door->open_metrics,
                           .logins = plan.Records() / "logins.json"},
              .asked_for = door->listen_said};
  if (door->certificate.empty()) return tcp;
  auto tls = serve::Tls::Read(door->certificate, door->key);
  if (!tls) return tl::unexpected<Error>(tls.error());
  tcp.entrance.tls = *std::move(tls);
  return tcp;
}

}  // namespace docktor::app
