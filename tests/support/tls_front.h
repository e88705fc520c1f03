#pragma once

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::test {

/// A port of 127.0.0.1 that speaks TLS and passes everything on to a unix socket, as a Docker engine with --tlsverify
/// does: ca.pem, cert.pem and key.pem of `folder` say who it is and whose certificates it wants to see.
class TlsFront {
 public:
  TlsFront(const std::filesystem::path& folder, std::string socket) : socket_(std::move(socket)) {
    std::signal(SIGPIPE, SIG_IGN);
    context_.reset(SSL_CTX_new(TLS_server_method()));
    const bool right =
        SSL_CTX_use_certificate_file(context_.get(), (folder / "cert.pem").c_str(), SSL_FILETYPE_PEM) == 1 &&
        SSL_CTX_use_PrivateKey_file(context_.get(), (folder / "key.pem").c_str(), SSL_FILETYPE_PEM) == 1 &&
        SSL_CTX_load_verify_locations(context_.get(), (folder / "ca.pem").c_str(), nullptr) == 1;
    if (!right) throw std::runtime_error("a TLS server needs ca.pem, cert.pem and key.pem in " + folder.string());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_session_id_context(context_.get(), reinterpret_cast<const unsigned char*>("front"), 5);
    Listen();
    acceptor_ = std::thread([this] { Accept(); });
  }
  ~TlsFront() {
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
    close(listener_);
  }
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  int port() const { return port_; }

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  using Ssl = std::unique_ptr<SSL, Free>;
  using Context = std::unique_ptr<SSL_CTX, Free>;

  void Listen() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("cannot listen on a port");
    port_ = ntohs(address.sin_port);
  }

  void Accept() {
    for (int fd = 0; (fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;)
      threads_.emplace_back([this, fd] {
        Serve(fd);
        close(fd);
      });
  }

  int ConnectBehind() const {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fd;
    close(fd);
    return -1;
  }

  void Serve(int fd) {
    const Ssl ssl(SSL_new(context_.get()));
    SSL_set_fd(ssl.get(), fd);
    if (SSL_accept(ssl.get()) != 1) return LeaveAfter(fd);
    const int behind = ConnectBehind();
    if (behind < 0) return;
    while (!stopping_ && Pass(ssl.get(), fd, behind)) {
    }
    SSL_shutdown(ssl.get());
    close(behind);
  }

  /// What was said last arrives only where nothing that the other side has sent is left unread.
  static void LeaveAfter(int fd) {
    const timeval patience{.tv_sec = 1, .tv_usec = 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    shutdown(fd, SHUT_WR);
    std::array<char, 1024> rest;
    while (recv(fd, rest.data(), rest.size(), 0) > 0) {
    }
  }

  /// What has come by now, both ways; false: one side has ended.
  static bool Pass(SSL* ssl, int fd, int behind) {
    std::array<pollfd, 2> sides{pollfd{fd, POLLIN, 0}, pollfd{behind, POLLIN, 0}};
    const bool waiting = SSL_pending(ssl) > 0;
    poll(sides.data(), sides.size(), waiting ? 0 : 100);
    std::array<char, 16384> chunk;
    if (waiting || sides[0].revents != 0) {
      const int size = SSL_read(ssl, chunk.data(), chunk.size());
      if (size <= 0 || send(behind, chunk.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) != size) return false;
    }
    if (sides[1].revents != 0) {
      const auto size = recv(behind, chunk.data(), chunk.size(), 0);
      if (size <= 0 || SSL_write(ssl, chunk.data(), static_cast<int>(size)) != size) return false;
    }
    return true;
  }

  const std::string socket_;
  Context context_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::list<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace docktor::test
