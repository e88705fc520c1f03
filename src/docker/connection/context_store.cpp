#include "docker/connection/context_store.h"

#include <fstream>
#include <sstream>

#include "core/json.h"
#include "docker/json_reader.h"
#include "net/digest.h"

namespace docktor::docker {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> ReadText(const fs::path& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<json::object> ReadJsonFile(const fs::path& path, const std::string& text) {
  const auto value = ParseJson(text);
  if (value && value->is_object()) return value->get_object();
  return Fail(Errc::kInvalidInput, "read " + path.string() + ": " + (value ? "it is no object" : value.error().message),
              "mend or delete that file");
}

/// Folders are named by the SHA-256 of the context's name.
std::string FolderName(const std::string& name) { return net::Sha256(name); }

std::string FileOrNone(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) ? path.string() : std::string();
}

/// TLS is spoken where the context has files for it, or says that the certificate is not to be looked at.
std::optional<net::Tls> TlsOf(const fs::path& folder, bool skip_verify) {
  net::Tls tls{.ca = FileOrNone(folder / "ca.pem"),
               .certificate = FileOrNone(folder / "cert.pem"),
               .key = FileOrNone(folder / "key.pem"),
               .verify = !skip_verify};
  if (!skip_verify && tls.ca.empty() && tls.certificate.empty() && tls.key.empty()) return std::nullopt;
  return tls;
}

}  // namespace

Result<std::string> CurrentContext(const fs::path& docker_folder) {
  const auto path = docker_folder / "config.json";
  const auto text = ReadText(path);
  if (!text) return std::string();
  return ReadJsonFile(path, *text).map([](const json::object& config) { return Text(config, {"currentContext"}); });
}

Result<EngineAddress> ReadContext(const fs::path& docker_folder, const std::string& name, const std::string& origin) {
  const auto store = docker_folder / "contexts";
  const auto path = store / "meta" / FolderName(name) / "meta.json";
  const auto text = ReadText(path);
  if (!text)
    return Fail(Errc::kInvalidInput,
                "the Docker context '" + name + "', which " + origin + " names, is not in " + store.string(),
                "docker context ls shows those that are there");
  const auto meta = ReadJsonFile(path, *text);
  if (!meta) return tl::unexpected(meta.error());
  EngineAddress address{.origin = "the context " + name + ", by " + origin, .context = name};
  if (auto host = Text(*meta, {"Endpoints", "docker", "Host"}); !host.empty()) address.host = std::move(host);
  if (address.host.starts_with("tcp://"))
    address.tls =
        TlsOf(store / "tls" / FolderName(name) / "docker", Flag(*meta, {"Endpoints", "docker", "SkipTLSVerify"}));
  return address;
}

}  // namespace docktor::docker
