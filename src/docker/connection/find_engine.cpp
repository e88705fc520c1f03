#include "docker/connection/find_engine.h"

#include <cstdlib>
#include <filesystem>

#include <pwd.h>
#include <unistd.h>

#include "docker/connection/context_store.h"

namespace docktor::docker {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoContext = "default";  // the name by which Docker calls what is no context

/// What a manager of services starts may have no HOME.
fs::path Home(const Variables& variables) {
  if (auto home = variables("HOME"); !home.empty()) return home;
  const auto* user = getpwuid(geteuid());
  return user != nullptr ? user->pw_dir : "/";
}

fs::path DockerFolder(const Variables& variables) {
  const auto named = variables("DOCKER_CONFIG");
  return named.empty() ? Home(variables) / ".docker" : fs::path(named);
}

/// As the `docker` command has it: any value switches on, "0" too.
Result<std::optional<net::Tls>> TlsOf(const Variables& variables) {
  const bool verify = !variables("DOCKER_TLS_VERIFY").empty();
  if (!verify && variables("DOCKER_TLS").empty()) return std::nullopt;
  const auto named = variables("DOCKER_CERT_PATH");
  const auto folder = named.empty() ? DockerFolder(variables) : fs::path(named);
  std::error_code error;
  const auto in_folder = [&](const char* name) {
    return fs::exists(folder / name, error) ? (folder / name).string() : std::string();
  };
  net::Tls tls{
      .ca = in_folder("ca.pem"), .certificate = in_folder("cert.pem"), .key = in_folder("key.pem"), .verify = verify};
  if (verify && tls.ca.empty())
    return Fail(Errc::kInvalidInput,
                "DOCKER_TLS_VERIFY is set, and there is no " + (folder / "ca.pem").string() + " to verify with",
                "put ca.pem there, and cert.pem and key.pem, or name their folder: DOCKER_CERT_PATH");
  if (tls.certificate.empty() != tls.key.empty())
    return Fail(Errc::kInvalidInput, "of cert.pem and key.pem in " + folder.string() + " one is missing",
                "each is of use only with the other");
  return tls;
}

Result<EngineAddress> WithTls(EngineAddress address, const Variables& variables) {
  if (!address.host.starts_with("tcp://")) return address;
  return TlsOf(variables).map([&](std::optional<net::Tls> tls) {
    address.tls = std::move(tls);
    return address;
  });
}

}  // namespace

std::string ProcessVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<EngineAddress> FindEngine(const EngineChoice& choice, const Variables& variables) {
  if (choice.host && choice.context)
    return Fail(Errc::kInvalidInput, "--host and --context name the engine both", "name it by one of them");
  const auto folder = DockerFolder(variables);
  const auto host = variables("DOCKER_HOST");
  const auto usual = [&]() -> Result<EngineAddress> {
    if (host.empty()) return EngineAddress{.origin = "the default"};
    return WithTls({.host = host, .origin = "DOCKER_HOST"}, variables);
  };
  const auto of_context = [&](const std::string& name, const std::string& origin) {
    return name == kNoContext ? usual() : ReadContext(folder, name, origin);
  };
  if (choice.context) return of_context(*choice.context, "--context");
  if (choice.host) return WithTls({.host = *choice.host, .origin = "--host"}, variables);
  if (!host.empty()) return usual();
  if (const auto name = variables("DOCKER_CONTEXT"); !name.empty()) return of_context(name, "DOCKER_CONTEXT");
  const auto current = CurrentContext(folder);
  if (!current) return tl::unexpected(current.error());
  return current->empty() ? usual() : of_context(*current, (folder / "config.json").string());
}

}  // namespace docktor::docker
