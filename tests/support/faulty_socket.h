#pragma once

#include <atomic>
#include <cstring>
#include <filesystem>
#include <future>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::test {

/// What goes wrong between a client and a server.
enum class Fault {
  kNone,
  kHang,      ///< whatever is said stays where it is, until the fault is over
  kCut,       ///< connections are closed as soon as there are any
  kError,     ///< every request gets a 500
  kHalf,      ///< every request gets the first half of its answer, and then nothing more
  kNonsense,  ///< every request gets a whole answer that is half a JSON document
  kSlow,      ///< every answer takes half a second more
};

/// A unix socket in front of another one, that passes everything on until told otherwise. Connections that are open are
/// hit by a fault too.
class FaultySocket {
 public:
  FaultySocket(std::filesystem::path path, std::string server) : path_(std::move(path)), server_(std::move(server)) {
    listener_ = Open(path_.string(), [](int fd, const sockaddr_un& at) {
      return bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 && listen(fd, 64) == 0;
    });
    if (listener_ < 0) throw std::runtime_error("cannot listen at " + path_.string());
    thread_ = std::thread([this] { Accept(); });
  }
  ~FaultySocket() {
    stopping_ = true;
    thread_.join();
    connections_.clear();
    close(listener_);
    std::filesystem::remove(path_);
  }
  FaultySocket(const FaultySocket&) = delete;
  FaultySocket& operator=(const FaultySocket&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void Set(Fault fault) { fault_ = fault; }
  /// Requests that name it get no answer from now on; empty: all get theirs.
  void Swallow(std::string words) {
    const std::lock_guard lock(mutex_);
    swallowed_ = std::move(words);
  }

 private:
  template <typename Use>
  static int Open(const std::string& path, Use use) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strncpy(at.sun_path, path.c_str(), sizeof at.sun_path - 1);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && use(fd, at)) return fd;
    close(fd);
    return -1;
  }

  static bool Readable(int fd, int milliseconds) {
    pollfd one{.fd = fd, .events = POLLIN, .revents = 0};
    return poll(&one, 1, milliseconds) > 0;
  }

  void Accept() {
    while (!stopping_) {
      connections_.remove_if(
          [](const auto& one) { return one.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
      if (!Readable(listener_, 50)) continue;
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client >= 0) connections_.push_back(std::async(std::launch::async, [this, client] { Serve(client); }));
    }
  }

  void Serve(int client) {
    const int server = Open(server_, [](int fd, const sockaddr_un& at) {
      return connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    });
    while (!stopping_ && server >= 0 && Step(client, server)) {
    }
    close(client);
    if (server >= 0) close(server);
  }

  /// False: the connection is over.
  bool Step(int client, int server) const {
    switch (fault_.load()) {
      case Fault::kHang: return std::this_thread::sleep_for(std::chrono::milliseconds(20)), true;
      case Fault::kCut: return false;
      case Fault::kError:
        return Say(client,
                   "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
                   "Content-Length: 26\r\nConnection: close\r\n\r\n{\"message\":\"out of order\"}\n");
      case Fault::kHalf:
        return Say(client,
                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n[{\"Id\":\"0");
      case Fault::kNonsense:
        return Say(client,
                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n[{\"Id\":\"0");
      case Fault::kSlow:
        if (Readable(server, 20)) std::this_thread::sleep_for(std::chrono::milliseconds(500));
        break;
      case Fault::kNone: break;
    }
    pollfd both[] = {{.fd = client, .events = POLLIN, .revents = 0}, {.fd = server, .events = POLLIN, .revents = 0}};
    if (poll(both, 2, 20) <= 0) return true;
    return (both[0].revents == 0 || Pass(client, server, true)) && (both[1].revents == 0 || Pass(server, client));
  }

  /// To a client that has asked something, or waits for more of an answer.
  static bool Say(int client, std::string_view answer) {
    if (Readable(client, 1000)) {
      char request[65536];
      if (recv(client, request, sizeof request, 0) > 0) (void)!send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
    return false;
  }

  bool IsSwallowed(std::string_view request) const {
    const std::lock_guard lock(mutex_);
    return !swallowed_.empty() && request.find(swallowed_) != request.npos;
  }

  bool Pass(int from, int to, bool is_request = false) const {
    char bytes[65536];
    const auto count = recv(from, bytes, sizeof bytes, 0);
    if (is_request && count > 0 && IsSwallowed({bytes, static_cast<std::size_t>(count)})) return true;
    for (ssize_t sent = 0; sent < count;) {
      const auto more = send(to, bytes + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
      if (more <= 0) return false;
      sent += more;
    }
    return count > 0;
  }

  std::filesystem::path path_;
  std::string server_;
  int listener_ = -1;
  std::atomic<Fault> fault_{Fault::kNone};
  mutable std::mutex mutex_;
  std::string swallowed_;
  std::atomic<bool> stopping_{false};
  std::list<std::future<void>> connections_;  ///< each ends before it goes
  std::thread thread_;
};

}  // namespace docktor::test
