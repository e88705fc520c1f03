#include "serve/tcp_listener.h"

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

constexpr int kTried = 20;

struct Bound {
  int fd = -1;
  int error = 0;
};

Bound Bind(const TcpAddress& address, unsigned short port) {
  const bool v6 = address.host == "::1";
  const int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return {.error = errno};
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in four{};
  four.sin_family = AF_INET, four.sin_port = htons(port), four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6, six.sin6_port = htons(port), six.sin6_addr = in6addr_loopback;
  const auto* where = v6 ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
  if (bind(fd, where, v6 ? sizeof six : sizeof four) == 0 && listen(fd, SOMAXCONN) == 0) return {.fd = fd};
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

}  // namespace

Result<TcpAddress> TcpAddress::Parse(const std::string& text) {
  const auto wrong = [&](const std::string& why) {
    return Fail(Errc::kInvalidInput, "listen on '" + text + "': " + why, "for example 3000 or 127.0.0.1:3000");
  };
  const auto colon = text.rfind(':');
  const auto host = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
  const auto digits = colon == std::string::npos ? text : text.substr(colon + 1);
  TcpAddress address;
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, address.port);
  if (read.ec != std::errc{} || read.ptr != end) return wrong("'" + digits + "' is no port");
  if (host == "127.0.0.1" || host == "localhost") return address;
  address.host = "::1";
  if (host == "[::1]") return address;
  return wrong("only this machine can be listened to: 127.0.0.1, localhost or [::1]");
}

Result<TcpListener> TcpListener::Open(const TcpAddress& address) {
  Bound bound;
  for (int i = 0; i <= kTried && bound.fd < 0; ++i) {
    bound = Bind(address, static_cast<unsigned short>(address.port + i));
    if (bound.fd < 0 && (bound.error != EADDRINUSE || address.port == 0)) break;
  }
  if (bound.fd >= 0) return TcpListener(bound.fd, address.host == "::1", PortOf(bound.fd));
  return Fail(Errc::kUnavailable,
              "listen on " + address.host + " port " + std::to_string(address.port) +
                  " and those that follow: " + std::strerror(bound.error),
              "name a port that is free: --listen");
}

TcpListener::TcpListener(TcpListener&& other) noexcept : fd_(other.Release()), v6_(other.v6_), port_(other.port_) {}

TcpListener::~TcpListener() {
  if (fd_ >= 0) close(fd_);
}

std::string TcpListener::url() const {
  return std::string(v6_ ? "http://[::1]:" : "http://127.0.0.1:") + std::to_string(port_);
}

int TcpListener::Release() { return std::exchange(fd_, -1); }

}  // namespace docktor::serve
