#include <filesystem>

#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>

#include "cli/doctor/checks.h"

namespace docktor::cli::doctor {
namespace {

constexpr const char* kEngine = "engine";
constexpr Duration kClockTolerance = 2s;

/// Who may use the socket: "root:docker, mode 660".
std::string OwnersOf(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  const auto* group = getgrgid(status.st_gid);
  return fmt::format(", of group {}, mode {:o}", group != nullptr ? group->gr_name : std::to_string(status.st_gid),
                     status.st_mode & 0777);
}

bool IsLoopback(const std::string& host) {
  for (const auto* name : {"tcp://127.", "tcp://localhost", "tcp://[::1]"})
    if (host.starts_with(name)) return true;
  return false;
}

void CheckAddress(const docker::EngineAddress& address, Findings& findings) {
  constexpr std::string_view kUnix = "unix://";
  if (address.host.starts_with(kUnix))
    return findings.Ok("address", address.Text() + OwnersOf(address.host.substr(kUnix.size())));
  if (address.host.starts_with("tcp://") && !address.tls && !IsLoopback(address.host))
    return findings.Warn("address", address.Text() + ": without TLS",
                         "whoever reaches that port is root there; use TLS or ssh (docs/engines.md)");
  if (address.tls && !address.tls->verify)
    return findings.Warn("address", address.Text() + ": TLS that believes any server",
                         "set DOCKER_TLS_VERIFY=1 and put ca.pem into DOCKER_CERT_PATH");
  findings.Ok("address", address.Text());
}

void CheckClock(const docker::EngineInfo& info, Findings& findings) {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const auto ahead = info.clock > now ? info.clock - now : now - info.clock;
  if (info.clock == Instant{}) return findings.Ok("clock", "the engine does not say what time it is");
  if (ahead <= kClockTolerance) return findings.Ok("clock", "that of the engine and that of this machine agree");
  findings.Warn("clock",
                fmt::format("the engine's is {} {} that of this machine", ToText(ahead),
                            info.clock > now ? "ahead of" : "behind"),
                "set both by NTP: the age of replicas and schedules are reckoned with them");
}

}  // namespace

std::unique_ptr<docker::Engine> CheckEngine(const docker::EngineChoice& choice, Findings& findings) {
  const auto address = docker::FindEngine(choice);
  if (!address) return findings.Problem("address", address.error(), kUsage), nullptr;
  auto engine = docker::Connect(*address);
  if (!engine) return findings.Problem("address", engine.error(), kUsage), nullptr;
  CheckAddress(*address, findings);
  const auto info = (*engine)->Info();
  if (!info) return findings.Problem(kEngine, info.error(), ExitCodeOf(info.error())), nullptr;
  findings.Ok(kEngine,
              fmt::format("Docker {} on {}, spoken to by API {}", info->version, info->name, info->api_version));
  CheckClock(*info, findings);
  return *std::move(engine);
}

}  // namespace docktor::cli::doctor
