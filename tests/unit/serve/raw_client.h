#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::serve {

/// A client that says whatever it likes.
class RawClient {
 public:
  explicit RawClient(const std::string& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { Leave(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  void Say(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  /// What comes until `end` has come, the server closes, or nothing comes for five seconds.
  std::string Hear(std::string_view end = {}) {
    std::string heard;
    char chunk[4096];
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    while (end.empty() || heard.find(end) == std::string::npos) {
      if (poll(&waiting, 1, 5000) <= 0) return heard + "[nothing more]";
      const auto got = recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) break;
      heard.append(chunk, static_cast<std::size_t>(got));
    }
    return heard;
  }
  /// Within five seconds, though nothing is read.
  bool IsCut() const {
    pollfd waiting{.fd = fd_, .events = POLLRDHUP, .revents = 0};
    return poll(&waiting, 1, 5000) == 1;
  }
  void Leave() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
  bool connected_ = false;
};

}  // namespace docktor::serve
