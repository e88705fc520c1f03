#pragma once

#include <string>

#include "core/result.h"

namespace docktor::serve {

/// A loopback address with a port, as "3000", "127.0.0.1:3000", "localhost:3000" or "[::1]:3000".
struct TcpAddress {
  std::string host = "127.0.0.1";  ///< 127.0.0.1 or ::1
  unsigned short port = 3000;      ///< 0: any that is free

  /// kInvalidInput also for addresses that other machines reach: what listens there would not be encrypted.
  static Result<TcpAddress> Parse(const std::string& text);
};

/// A TCP socket that listens.
class TcpListener {
 public:
  /// Where the port is taken, the next free one of the twenty that follow. kUnavailable: none of them is.
  static Result<TcpListener> Open(const TcpAddress& address);
  TcpListener(TcpListener&& other) noexcept;
  TcpListener& operator=(TcpListener&&) = delete;
  ~TcpListener();

  bool v6() const { return v6_; }
  unsigned short port() const { return port_; }
  std::string url() const;
  /// The descriptor, which is the caller's from now on.
  int Release();

 private:
  TcpListener(int fd, bool v6, unsigned short port) : fd_(fd), v6_(v6), port_(port) {}

  int fd_;
  bool v6_;
  unsigned short port_;
};

}  // namespace docktor::serve
