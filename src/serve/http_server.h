#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "serve/entrance.h"
#include "serve/limits.h"
#include "serve/login/tokens.h"
#include "serve/router.h"
#include "serve/tcp_listener.h"

namespace docktor::serve {

/// The daemon's door: HTTP/1.1 on a unix socket, and on TCP where that is wanted, on a thread of its own; operations
/// run on two more, so that one that reads the disk keeps nobody waiting.
class HttpServer {
 public:
  struct Settings {
    std::string socket;    ///< path; its folder is there
    unsigned mode = 0600;  ///< of the socket file
    ServeLimits limits = {};
  };

  /// A second entrance, for whoever has a token.
  struct Tcp {
    TcpListener listener;
    Tokens tokens;
    Entrance entrance = {};  ///< its address is the listener's
  };

  /// Listens and answers until it is destroyed. `router` outlives it. Errors are those of UnixListener::Open.
  static Result<std::unique_ptr<HttpServer>> Open(const Settings& settings, const Router& router,
                                                  std::optional<Tcp> tcp = std::nullopt);
  /// Takes no more connections, ends every stream, lets answers that are ready be read (2 s at most), removes the
  /// socket.
  ~HttpServer();

 private:
  class Door;
  explicit HttpServer(std::unique_ptr<Door> door);
  std::unique_ptr<Door> door_;
};

}  // namespace docktor::serve
