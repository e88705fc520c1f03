#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <functional>
#include <future>
#include <initializer_list>
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

/// What goes wrong between a client and a server. Where nothing else is said, the server hears nothing of a request.
enum class Fault {
  kNone,
  kHang,          ///< whatever is said stays where it is, until the fault is over
  kCut,           ///< connections are closed as soon as there are any
  kCutOnce,       ///< connections that are open are closed; on new ones everything is passed on
  kError,         ///< every request gets a 500
  kHalf,          ///< every request gets the first half of an answer, and then nothing more
  kNonsense,      ///< every request gets a whole answer that is half a JSON document
  kSlow,          ///< every request is passed on; its answer takes half a second more
  kAnswerLost,    ///< what is to be changed is changed; the connection is closed instead of an answer
  kAnswerHalved,  ///< every request is passed on; half of what the server says to it comes back, then it is closed
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
  void Set(Fault fault) {
    if (fault == Fault::kCutOnce) ++cuts_;
    fault_ = fault;
  }
  /// Closes all connections that are open, streams too. Nobody is refused: who comes waits for the end of `meanwhile`,
  /// so that no stream tells what happens in it.
  void CutOnce(const std::function<void()>& meanwhile) {
    const std::lock_guard lock(accepting_);
    ++cuts_;
    for (const auto& connection : connections_) connection.wait();
    meanwhile();
  }
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
      const bool somebody_waits = Readable(listener_, 50);
      const std::lock_guard lock(accepting_);
      connections_.remove_if(
          [](const auto& one) { return one.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
      if (!somebody_waits) continue;
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      connections_.push_back(
          std::async(std::launch::async, [this, client, cuts = cuts_.load()] { Serve(client, cuts); }));
    }
  }

  struct Connection {
    int client;
    int server;
    bool changes = false;  ///< the request that was passed on last is to change something
  };

  /// Until the next cut after so many.
  void Serve(int client, int cuts) {
    const int server = Open(server_, [](int fd, const sockaddr_un& at) {
      return connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    });
    Connection connection{client, server};
    while (!stopping_ && cuts == cuts_ && server >= 0 && Step(connection)) {
    }
    close(client);
    if (server >= 0) close(server);
  }

  /// False: the connection is over.
  bool Step(Connection& connection) const {
    const auto client = connection.client, server = connection.server;
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
      case Fault::kCutOnce:
      case Fault::kSlow:
      case Fault::kAnswerLost:
      case Fault::kAnswerHalved:
      case Fault::kNone: break;
    }
    pollfd both[] = {{.fd = client, .events = POLLIN, .revents = 0}, {.fd = server, .events = POLLIN, .revents = 0}};
    if (poll(both, 2, 20) <= 0) return true;
    return (both[0].revents == 0 || PassRequest(connection)) && (both[1].revents == 0 || PassAnswer(connection));
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

  using Room = std::array<char, 65536>;

  /// Empty: nothing more comes.
  static std::string_view Receive(int from, Room& room) {
    const auto count = recv(from, room.data(), room.size(), 0);
    return {room.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  }

  static bool SendAll(int to, std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  static bool BeginsWith(std::string_view request, std::initializer_list<std::string_view> methods) {
    return std::any_of(methods.begin(), methods.end(), [&](auto method) { return request.starts_with(method); });
  }

  bool PassRequest(Connection& connection) const {
    Room room;
    const auto request = Receive(connection.client, room);
    if (IsSwallowed(request)) return true;
    if (BeginsWith(request, {"GET ", "HEAD "})) connection.changes = false;
    if (BeginsWith(request, {"POST ", "PUT ", "DELETE "})) connection.changes = true;  // what else comes is its body
    return !request.empty() && SendAll(connection.server, request);
  }

  bool PassAnswer(const Connection& connection) const {
    const auto fault = fault_.load();
    if (fault == Fault::kAnswerLost && connection.changes) return false;
    if (fault == Fault::kSlow) std::this_thread::sleep_for(std::chrono::milliseconds(500));
    Room room;
    const auto answer = Receive(connection.server, room);
    const bool halved = fault == Fault::kAnswerHalved;
    const auto passed = halved ? answer.substr(0, answer.size() / 2) : answer;
    return !answer.empty() && SendAll(connection.client, passed) && !halved;
  }

  std::filesystem::path path_;
  std::string server_;
  int listener_ = -1;
  std::atomic<Fault> fault_{Fault::kNone};
  mutable std::mutex mutex_;
  std::string swallowed_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> cuts_{0};
  std::mutex accepting_;
  std::list<std::future<void>> connections_;  ///< each ends before it goes
  std::thread thread_;
};

}  // namespace docktor::test
