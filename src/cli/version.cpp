#include <fmt/core.h>

#include "cli/commands.h"
#include "core/version.h"
#include "docker/connection/find_engine.h"
#include "docker/engine.h"

namespace docktor::cli {

ExitCode RunVersion(const Session& session, const VersionCommand& command) {
  const auto address = docker::FindEngine(command.engine);
  const auto info = address.and_then(docker::Connect).and_then([](const auto& engine) { return engine->Info(); });
  if (session.arguments.json) {
    json::object said{{"version", kVersion}};
    if (info)
      said["engine"] =
          json::object{{"version", info->version}, {"api_version", info->api_version}, {"address", address->host}};
    else
      said["engine_error"] = info.error().message;
    fmt::print("{}\n", WriteJson(said));
    return kOk;
  }
  fmt::print("docktor {}\n", kVersion);
  if (info)
    fmt::print("Docker {}, API {}, at {}\n", info->version, info->api_version, address->Text());
  else
    fmt::print("no Docker engine answers: {}\n", info.error().message);
  return kOk;
}

}  // namespace docktor::cli
