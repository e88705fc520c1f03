#include <fmt/format.h>

#include "cli/doctor/checks.h"
#include "cli/render/times.h"
#include "net/host_clock.h"
#include "serve/tls.h"

namespace docktor::cli::doctor {
namespace {

constexpr auto kSoon = 14 * 24h;

}  // namespace

void CheckTls(const settings::Settings& settings, Findings& findings) {
  const auto door = settings.Door();
  if (!door) return findings.Problem("tls", door.error(), kUsage);
  if (door->certificate.empty()) return;
  const auto tls = serve::Tls::Read(door->certificate, door->key);
  if (!tls) return findings.Problem("tls", tls.error(), kUsage);
  const auto now = net::HostClock().Date();
  const auto left = tls->Ends() - now;
  if (left <= Duration{0})
    return findings.Warn("tls", "the time of the certificate is over since " + LocalTime(tls->Ends(), now),
                         "renew it, then docktor daemon restart");
  auto text = fmt::format("the certificate in {} holds for {}", door->certificate, Rough(left));
  if (left < kSoon) return findings.Warn("tls", std::move(text), "renew it, then docktor daemon restart");
  findings.Ok("tls", std::move(text));
}

}  // namespace docktor::cli::doctor
