#pragma once

#include <cstddef>

#include "core/time.h"

namespace docktor::serve {

/// How much of the daemon a client may take.
struct ServeLimits {
  Duration idle = 60s;        ///< a connection without a request is closed
  Duration request = 10s;     ///< from a request's first byte to its last
  Duration write = 10s;       ///< one answer, or one item of a stream, taken by the client
  Duration answer = 30s;      ///< an operation that does not stream has answered by then
  Duration heartbeat = 15s;   ///< a comment in an event stream where nothing happens
  Duration wrong_token = 1s;  ///< before a wrong token is told to be one; a right one never waits
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t connections = 1000;    ///< by each door
  std::size_t waiting_items = 5000;  ///< of a stream that the client does not read
};

}  // namespace docktor::serve
