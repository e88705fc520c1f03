#include "docker/connection/engine_address.h"

#include <algorithm>
#include <charconv>

#include "net/url.h"

namespace docktor::docker {
namespace {

constexpr std::string_view kUnix = "unix://", kTcp = "tcp://", kSsh = "ssh://";
constexpr const char* kForms =
    "an engine's address is unix:///var/run/docker.sock, tcp://10.0.0.5:2376 or ssh://me@server";

auto Refuse(const EngineAddress& address, const std::string& why) {
  return Fail(Errc::kInvalidInput, "the Docker engine's address " + address.Text() + ": " + why, kForms);
}

bool IsPort(std::string_view text) {
  unsigned short port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0;
}

bool IsHostName(std::string_view text) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:";
  const bool brackets = text.starts_with('[') && text.ends_with(']') && text.size() > 2;
  if (brackets) text = text.substr(1, text.size() - 2);
  return !text.empty() && text.find_first_not_of(kAllowed) == text.npos && (brackets || text.find(':') == text.npos);
}

Result<net::Endpoint> UnixEndpoint(const EngineAddress& address) {
  constexpr std::size_t kLongestSocketPath = 107;
  const auto path = address.host.substr(kUnix.size());
  if (!path.starts_with('/')) return Refuse(address, "the path of the socket must begin with /");
  if (path.size() > kLongestSocketPath) return Refuse(address, "the path is too long for a socket");
  return net::Endpoint{.unix_socket = path, .shown = address.Text()};
}

Result<net::Endpoint> TcpEndpoint(const EngineAddress& address) {
  std::string_view rest = std::string_view(address.host).substr(kTcp.size());
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const auto colon = rest.rfind(':');
  const bool has_port = colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
  const std::string port(has_port ? rest.substr(colon + 1) : address.tls ? "2376" : "2375");
  const std::string name(has_port ? rest.substr(0, colon) : rest);
  if (!IsHostName(name)) return Refuse(address, "'" + name + "' is not the name of a host");
  if (!IsPort(port)) return Refuse(address, "'" + port + "' is not a port");
  return net::Endpoint{.origin = (address.tls ? "https://" : "http://") + name + ":" + port,
                       .tls = address.tls,
                       .shown = address.Text()};
}

/// The path is read by a shell over there.
bool IsPlainPath(std::string_view path) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/+@";
  return path.find_first_not_of(kAllowed) == path.npos;
}

/// A dead network is noticed by ssh itself; what it would ask a person is an error.
std::vector<std::string> SshCommand(const net::Url& url) {
  std::vector<std::string> command{
      "ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-T"};
  if (!url.user.empty()) command.insert(command.end(), {"-l", url.user});
  if (url.port != 0) command.insert(command.end(), {"-p", std::to_string(url.port)});
  command.insert(command.end(), {"--", url.host, "docker"});
  if (url.path != "/") command.insert(command.end(), {"--host", "unix://" + url.path});
  command.insert(command.end(), {"system", "dial-stdio"});
  return command;
}

Result<net::Endpoint> SshEndpoint(const EngineAddress& address) {
  const auto url = net::ParseUrl(address.host);
  if (!url) return tl::unexpected(url.error());
  if (url->host.empty() || url->host.starts_with('-')) return Refuse(address, "it names no host");
  if (!IsPlainPath(url->path)) return Refuse(address, "the path of the socket has odd characters");
  return net::Endpoint{.origin = "http://docker", .program = SshCommand(*url), .shown = address.Text()};
}

struct Cure {
  const char* scheme;  ///< empty: of any
  const char* words;   ///< part of the reason
  const char* hint;
};

/// The first that fits counts.
constexpr Cure kCures[]{
    {"unix", "No such file",
     "is Docker running? start it, for example: sudo systemctl start docker; another engine is "
     "named by DOCKER_HOST, by --host or by a Docker context"},
    {"unix", "Permission denied",
     "your user may not use this socket: run as root, or: sudo usermod -aG docker $USER, and "
     "log in anew"},
    {"unix", "Connection refused",
     "nothing listens at this socket: start Docker, for example: sudo systemctl start docker"},
    {"tcp", "certificate has expired", "the engine's certificate has to be renewed"},
    {"tcp", "local issuer",
     "its certificate is of an authority that is not known here: put the right ca.pem into "
     "DOCKER_CERT_PATH or into the context"},
    {"tcp", "EVP lib",
     "its certificate is not signed by the ca.pem that is known here: put the right one into DOCKER_CERT_PATH or into "
     "the context"},
    {"tcp", "self-signed", "put the ca.pem that signed its certificate into DOCKER_CERT_PATH or into the context"},
    {"tcp", "self signed", "put the ca.pem that signed its certificate into DOCKER_CERT_PATH or into the context"},
    {"tcp", "subject name", "its certificate is for another name: use the name in it, or have one made for this name"},
    {"tcp", "certificate required",
     "the engine wants a certificate of yours: put cert.pem and key.pem into DOCKER_CERT_PATH"},
    {"tcp", "alert",
     "the engine refuses your certificate: put those that it trusts, cert.pem and key.pem, into "
     "DOCKER_CERT_PATH"},
    {"tcp", "wrong version number", "no TLS is spoken there: unset DOCKER_TLS_VERIFY, or use the port that has TLS"},
    {"tcp", "",
     "is the address right, and does the engine listen there? if it wants TLS: DOCKER_TLS_VERIFY=1 and "
     "DOCKER_CERT_PATH"},
    {"ssh", "run ssh:", "install an ssh client"},
    {"ssh", "Permission denied",
     "ssh must get in without a question: use a key that ssh-agent holds, or name it in "
     "~/.ssh/config"},
    {"ssh", "Host key verification", "connect once by hand to accept the key of the host, with the same ssh address"},
    {"ssh", "not found", "over there Docker 18.09 or newer must be found by the name docker"},
    {"ssh", "", "try by hand, with the same host: ssh HOST docker version"},
    {"", "", "is Docker running, and may you use it? try: docker version"},
};

}  // namespace

std::string EngineAddress::Text() const { return origin.empty() ? host : host + " (from " + origin + ")"; }

std::vector<std::string> EngineAddress::DockerFlags() const {
  if (!context.empty()) return {"--context", context};
  return {"--host", host};
}

Result<net::Endpoint> EndpointOf(const EngineAddress& address) {
  if (address.host.starts_with(kUnix)) return UnixEndpoint(address);
  if (address.host.starts_with(kTcp)) return TcpEndpoint(address);
  if (address.host.starts_with(kSsh)) return SshEndpoint(address);
  return Refuse(address, "only unix://, tcp:// and ssh:// can be used");
}

std::string ReachHint(const EngineAddress& address, const std::string& why) {
  const auto* const cure = std::find_if(std::begin(kCures), std::end(kCures), [&](const Cure& c) {
    return address.host.starts_with(c.scheme) && why.find(c.words) != std::string::npos;
  });
  return cure->hint;
}

}  // namespace docktor::docker
