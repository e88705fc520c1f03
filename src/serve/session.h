#pragma once

#include <chrono>
#include <optional>
#include <set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/thread_pool.hpp>

#include "serve/guard.h"
#include "serve/limits.h"
#include "serve/live/feed.h"
#include "serve/router.h"

namespace docktor::serve {

/// For the sources of this room only: Asio is too heavy for everybody's headers.
using SessionSocket = boost::asio::generic::stream_protocol::socket;

/// One connection that is open.
class OpenSession {
 public:
  virtual ~OpenSession() = default;
  /// Ends its stream, closes it where it is idle; an answer that is ready is still written.
  virtual void Close() = 0;
  /// There is something new to be told to whoever follows what goes on.
  virtual void Nudge() = 0;
  /// Somebody has logged out: what he still follows ends.
  virtual void LookAtLogin() = 0;
  virtual bool ByTcp() const = 0;
  /// Since when it has waited for its client: for a request, for the rest of one, for an answer to be taken. Empty: it
  /// is at work, follows what goes on, or gives way.
  virtual std::optional<std::chrono::steady_clock::time_point> WaitsSince() const = 0;
  /// Closes it, whatever it waits for.
  virtual void GiveWay() = 0;
};

/// What all connections of a server share; used on its thread only.
struct Sessions {
  ServeLimits limits;
  const Router& router;
  Feed& feed;
  boost::asio::thread_pool& workers;  ///< run the operations
  boost::asio::thread_pool& errands;  ///< wait for answers
  bool ending = false;
  std::set<OpenSession*> open = {};
};

/// Answers the requests of one connection until it is closed. It is in `sessions.open` meanwhile.
/// What comes over TCP passes `guard`, which outlives the connection; nullptr: who reaches the socket may ask.
boost::asio::awaitable<void> Converse(Sessions& sessions, SessionSocket socket, Guard* guard = nullptr);

}  // namespace docktor::serve
