#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace docktor::serve {

/// A client over TCP that says whatever it likes, with TLS if that is wanted; it believes any certificate.
class TcpClient {
 public:
  enum class By { kPlain, kTls };

  explicit TcpClient(unsigned short port, By by = By::kPlain) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET, address.sin_port = htons(port), address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!connected || by == By::kPlain) return;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), fd_);
    encrypted_ = SSL_connect(ssl_.get()) == 1;
  }
  ~TcpClient() { Leave(); }
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;

  bool encrypted() const { return encrypted_; }
  void Say(std::string_view text) const {
    if (ssl_) {
      SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()));
    } else {
      send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    }
  }
  /// What comes until `end` has come, the server closes, or nothing comes for five seconds.
  std::string Hear(std::string_view end = {}) {
    std::string heard;
    char chunk[4096];
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    while (end.empty() || heard.find(end) == std::string::npos) {
      if ((!ssl_ || SSL_pending(ssl_.get()) == 0) && poll(&waiting, 1, 5000) <= 0) return heard + "[nothing more]";
      const auto got =
          ssl_ ? SSL_read(ssl_.get(), chunk, sizeof chunk) : static_cast<int>(recv(fd_, chunk, sizeof chunk, 0));
      if (got <= 0) {
        farewell_ = ssl_ && SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN;
        break;
      }
      heard.append(chunk, static_cast<std::size_t>(got));
    }
    return heard;
  }
  /// The server has said, as TLS wants it, that this was all.
  bool heard_farewell() const { return farewell_; }
  void Leave() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  int fd_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  bool encrypted_ = false;
  bool farewell_ = false;
};

}  // namespace docktor::serve
