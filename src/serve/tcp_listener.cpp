#include "serve/tcp_listener.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace docktor::serve {
namespace {

struct Bound {
  int fd = -1;
  int error = 0;
};

/// As the kernel wants it.
struct SocketAddress {
  sockaddr_in four{};
  sockaddr_in6 six{};
  int family = AF_UNSPEC;  ///< of the one that counts; this: none does

  bool v6() const { return family == AF_INET6; }
  const sockaddr* bytes() const {
    return v6() ? reinterpret_cast<const sockaddr*>(&six) : reinterpret_cast<const sockaddr*>(&four);
  }
  socklen_t size() const { return v6() ? sizeof six : sizeof four; }
};

SocketAddress SocketAddressOf(const std::string& host, unsigned short port) {
  SocketAddress address;
  address.four.sin_family = AF_INET, address.four.sin_port = htons(port);
  address.six.sin6_family = AF_INET6, address.six.sin6_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &address.four.sin_addr) == 1) address.family = AF_INET;
  if (inet_pton(AF_INET6, host.c_str(), &address.six.sin6_addr) == 1) address.family = AF_INET6;
  return address;
}

Bound Bind(const std::string& host, unsigned short port) {
  const auto address = SocketAddressOf(host, port);
  const int fd = socket(address.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return {.error = errno};
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, address.bytes(), address.size()) == 0 && listen(fd, SOMAXCONN) == 0) return {.fd = fd};
  const int error = errno;
  close(fd);
  return {.error = error};
}

unsigned short PortOf(int fd) {
  sockaddr_in6 bound{};  // the port stands at the same place for both families
  socklen_t size = sizeof bound;
  getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.sin6_port);
}

/// As short as it can be written, and without the brackets of IPv6; empty: it is no number.
std::string NumberOf(std::string host) {
  if (host == "localhost") return "127.0.0.1";
  const bool v6 = host.starts_with('[') && host.ends_with(']');
  if (v6) host = host.substr(1, host.size() - 2);
  const auto address = SocketAddressOf(host, 0);
  if (address.family != (v6 ? AF_INET6 : AF_INET)) return "";
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(address.family,
            v6 ? static_cast<const void*>(&address.six.sin6_addr) : static_cast<const void*>(&address.four.sin_addr),
            text, sizeof text);
  return text;
}

}  // namespace

Result<TcpAddress> TcpAddress::Parse(const std::string& text) {
  const auto wrong = [&](const std::string& why) {
    return Fail(Errc::kInvalidInput, "listen on '" + text + "': " + why,
                "for example 3000, 127.0.0.1:3000, [::1]:3000, or 0.0.0.0:3000 for all addresses of this machine");
  };
  const auto colon = text.rfind(':');
  const auto host = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
  const auto digits = colon == std::string::npos ? text : text.substr(colon + 1);
  TcpAddress address{.host = NumberOf(host)};
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, address.port);
  if (read.ec != std::errc{} || read.ptr != end) return wrong("'" + digits + "' is no port");
  if (address.host.empty()) return wrong("'" + host + "' is no address of a machine");
  return address;
}

bool TcpAddress::IsLoopback() const {
  return host == "::1" || (host.starts_with("127.") && host.find(':') == host.npos);
}

std::string TcpAddress::Text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]:" : host + ":") + std::to_string(port);
}

Result<TcpListener> TcpListener::Open(const TcpAddress& address) {
  const int last = address.port == 0 ? 0 : std::min(address.port + kTried - 1, 65535);
  Bound bound;
  for (int port = address.port; port <= last && bound.fd < 0; ++port) {
    bound = Bind(address.host, static_cast<unsigned short>(port));
    if (bound.fd < 0 && bound.error != EADDRINUSE) break;
  }
  if (bound.fd >= 0) return TcpListener(bound.fd, {address.host, PortOf(bound.fd)});
  return Fail(Errc::kConflict,
              "listen on " + address.Text() + (bound.error == EADDRINUSE ? " and the ports that follow: " : ": ") +
                  std::strerror(bound.error),
              "name an address and a port that are free: --listen 127.0.0.1:3000, or --listen off");
}

TcpListener::TcpListener(TcpListener&& other) noexcept : fd_(other.Release()), address_(std::move(other.address_)) {}

TcpListener::~TcpListener() {
  if (fd_ >= 0) close(fd_);
}

int TcpListener::Release() { return std::exchange(fd_, -1); }

}  // namespace docktor::serve
