#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::test {

/// An answer with its length. `headers` are whole lines, each with its line break.
inline std::string Answer(int status, const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// The head of an answer that goes on until the connection ends.
inline std::string EndlessHead() { return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"; }

/// A server on a unix socket of its own, or on a free port of 127.0.0.1, that says exactly the bytes that a test wants:
/// hanging, slow, cut or garbage.
class TinyServer {
 public:
  struct Request {
    std::string method;
    std::string path;
    std::string head;  ///< all lines
    std::string body;
  };

  class Peer {
   public:
    explicit Peer(int fd) : fd_(fd) {}
    void Send(std::string_view bytes) const { (void)!send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    /// Says nothing until the client has gone or the test is over.
    void Hang() const {
      char byte = 0;
      while (recv(fd_, &byte, 1, 0) > 0) {
      }
    }
    void Close() const { shutdown(fd_, SHUT_RDWR); }

   private:
    int fd_;
  };

  /// Called on a thread for each connection, once for each request; the connection stays open afterwards.
  using Handler = std::function<void(const Request&, const Peer&)>;

  enum class Door { kUnixSocket, kPort };

  explicit TinyServer(Handler handler, Door door = Door::kUnixSocket) : handler_(std::move(handler)), door_(door) {
    std::string folder = (std::filesystem::temp_directory_path() / "tiny-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no folder for a socket");
    folder_ = folder;
    path_ = folder + "/s";
    Listen();
  }

  ~TinyServer() {
    Stop();
    std::filesystem::remove_all(folder_);
  }

  const std::string& path() const { return path_; }
  int port() const { return port_; }
  int connections() const { return connections_; }
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  /// The server dies: connections break, new ones are refused.
  void Stop() {
    if (listener_ < 0) return;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (const int fd : open_) shutdown(fd, SHUT_RDWR);
    }
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
    close(listener_);
    listener_ = -1;
  }

  /// The server is there again, at the same path.
  void Restart() {
    Stop();
    threads_.clear();
    stopping_ = false;
    std::filesystem::remove(path_);
    Listen();
  }

 private:
  void Listen() {
    const bool bound = door_ == Door::kUnixSocket ? BindToPath() : BindToPort();
    if (!bound || listen(listener_, 16) != 0) throw std::runtime_error("cannot listen on " + path_);
    acceptor_ = std::thread([this] { Accept(); });
  }

  bool BindToPath() {
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }

  bool BindToPort() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool bound = bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    port_ = ntohs(address.sin_port);
    return bound;
  }

  void Accept() {
    for (int fd = 0; (fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      const std::lock_guard lock(mutex_);
      if (stopping_) {
        close(fd);
        continue;
      }
      ++connections_;
      open_.push_back(fd);
      threads_.emplace_back([this, fd] { Serve(fd); });
    }
  }

  void Serve(int fd) {
    const Peer peer(fd);
    std::string buffer;
    Request request;
    while (ReadRequest(fd, buffer, request)) {
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      handler_(request, peer);
    }
    const std::lock_guard lock(mutex_);
    open_.remove(fd);
    close(fd);
  }

  static bool Fill(int fd, std::string& buffer) {
    char chunk[4096];
    const auto size = recv(fd, chunk, sizeof(chunk), 0);
    if (size > 0) buffer.append(chunk, static_cast<std::size_t>(size));
    return size > 0;
  }

  static bool ReadRequest(int fd, std::string& buffer, Request& request) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
      if (!Fill(fd, buffer)) return false;
    request.head = buffer.substr(0, end + 2);
    buffer.erase(0, end + 4);
    const auto first = request.head.find(' '), second = request.head.find(' ', first + 1);
    request.method = request.head.substr(0, first);
    request.path = request.head.substr(first + 1, second - first - 1);
    constexpr std::string_view kLength = "Content-Length: ";
    const auto at = request.head.find(kLength);
    const auto length =
        at == std::string::npos ? 0 : std::strtoul(request.head.c_str() + at + kLength.size(), nullptr, 10);
    while (buffer.size() < length)
      if (!Fill(fd, buffer)) return false;
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return true;
  }

  Handler handler_;
  Door door_;
  int port_ = 0;
  std::string folder_;
  std::string path_;
  int listener_ = -1;
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::list<int> open_;
  std::vector<Request> requests_;
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace docktor::test
