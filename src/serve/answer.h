#pragma once

#include <functional>
#include <optional>

#include "serve/exchange.h"
#include "serve/limits.h"
#include "serve/response.h"
#include "serve/stream.h"

namespace docktor::serve {

// How a connection tells what an operation answers. `changed` is cancelled when there is something new to be taken.

/// The one item that it answers; an error where it has not ended in `patience`.
boost::asio::awaitable<Response> AwaitAnswer(Exchange& exchange, boost::asio::steady_timer& changed, Duration patience);

/// A connection that is told item by item.
struct Listener {
  SessionStream& stream;
  boost::asio::steady_timer& changed;
  const ServeLimits& limits;
  const bool& gone;                       ///< the client has; then `changed` is cancelled, too
  std::function<bool()> login_has_ended;  ///< by which it has asked
};

/// Until the operation or the login has ended, or the client has gone or takes what it gets too slowly. Returns what to
/// answer instead where it failed before there was anything to tell.
boost::asio::awaitable<std::optional<Response>> StreamAnswer(Exchange& exchange, Listener to, Form form);

}  // namespace docktor::serve
