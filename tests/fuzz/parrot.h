#pragma once

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/made_folder.h"

namespace docktor::test {

/// A server on a unix socket of its own, or on a free port of 127.0.0.1, that says the same bytes to whoever asks,
/// whatever is asked, and hangs up.
class Parrot {
 public:
  enum class Door { kSocket, kPort };
  explicit Parrot(Door door = Door::kSocket)
      : listener_(socket(door == Door::kPort ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if ((door == Door::kPort ? BindPort() : BindSocket()) != 0 || listen(listener_, 16) != 0) __builtin_trap();
    thread_ = std::thread([this] {
      for (int fd = 0; (fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; close(fd)) Speak(fd);
    });
  }
  ~Parrot() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  Parrot(const Parrot&) = delete;
  Parrot& operator=(const Parrot&) = delete;

  const std::string& path() const { return path_; }
  int port() const {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    return ntohs(at.sin_port);
  }
  void Learn(std::string bytes) {
    const std::lock_guard lock(mutex_);
    bytes_ = std::move(bytes);
  }

 private:
  int BindSocket() const {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    path_.copy(at.sun_path, sizeof at.sun_path - 1);
    return bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at);
  }
  int BindPort() const {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at);
  }

  void Speak(int fd) {
    if (!Listen(fd)) return;
    const std::lock_guard lock(mutex_);
    (void)!send(fd, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
  }

  /// To a whole request: who hangs up with half of it unread is not heard.
  static bool Listen(int fd) {
    constexpr std::string_view kLength = "Content-Length: ";
    std::string asked;
    std::size_t whole = std::string::npos;
    while (asked.size() < whole) {
      char chunk[4096];
      const auto size = recv(fd, chunk, sizeof chunk, 0);
      if (size <= 0) return false;
      asked.append(chunk, static_cast<std::size_t>(size));
      const auto end = asked.find("\r\n\r\n"), at = asked.find(kLength);
      if (end == asked.npos) continue;
      whole = end + 4 + (at < end ? std::strtoul(asked.c_str() + at + kLength.size(), nullptr, 10) : 0);
    }
    return true;
  }

  const MadeFolder folder_;
  const std::string path_ = (folder_.path() / "s").string();
  const int listener_;
  std::mutex mutex_;
  std::string bytes_;
  std::thread thread_;
};

}  // namespace docktor::test
