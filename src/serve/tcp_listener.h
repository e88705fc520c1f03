#pragma once

#include <string>

#include "core/result.h"

namespace docktor::serve {

/// An address with a port, as "3000" (of 127.0.0.1), "localhost:3000", "192.168.1.5:3000", "0.0.0.0:3000" or
/// "[::]:3000".
struct TcpAddress {
  std::string host = "127.0.0.1";  ///< a number: of IPv6 without brackets
  unsigned short port = 3000;      ///< 0: any that is free

  /// kInvalidInput: it is none; names of other machines are not looked up.
  static Result<TcpAddress> Parse(const std::string& text);
  /// Nobody but this machine reaches it.
  bool IsLoopback() const;
  /// It is all addresses of this machine.
  bool IsAny() const { return host == "0.0.0.0" || host == "::"; }
  /// "127.0.0.1:3000", "[::1]:3000".
  std::string Text() const;
};

/// A TCP socket that listens.
class TcpListener {
 public:
  static constexpr int kTried = 100;  ///< ports

  /// Where the port is taken, the next free one of those that follow. kConflict: none of them is free, or there is no
  /// such address here.
  static Result<TcpListener> Open(const TcpAddress& address);
  TcpListener(TcpListener&& other) noexcept;
  TcpListener& operator=(TcpListener&&) = delete;
  ~TcpListener();

  /// With the port that was taken.
  const TcpAddress& address() const { return address_; }
  bool v6() const { return address_.host.find(':') != std::string::npos; }
  unsigned short port() const { return address_.port; }
  /// The descriptor, which is the caller's from now on.
  int Release();

 private:
  TcpListener(int fd, TcpAddress address) : fd_(fd), address_(std::move(address)) {}

  int fd_;
  TcpAddress address_;
};

}  // namespace docktor::serve
