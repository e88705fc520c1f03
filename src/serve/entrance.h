#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "serve/tcp_listener.h"
#include "serve/tls.h"

namespace docktor::serve {

/// The way in over TCP, and what it is called.
struct Entrance {
  TcpAddress address = {};            ///< that is listened on
  std::string base_path = {};         ///< "" or as "/docktor": before every path
  std::optional<Tls> tls = {};        ///< empty: nothing is encrypted here
  std::string public_url = {};        ///< "" or as "https://docktor.example.com": of a web server before this one
  bool open_metrics = false;          ///< /metrics wants no token
  std::filesystem::path logins = {};  ///< the file that keeps who is logged in; empty: nobody is, after a restart
};

}  // namespace docktor::serve
