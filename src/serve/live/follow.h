#pragma once

#include <functional>
#include <memory>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "serve/limits.h"
#include "serve/live/feed.h"
#include "serve/live/live.h"
#include "serve/response.h"
#include "serve/stream.h"

namespace docktor::serve {

/// A connection that follows what goes on. `changed` is cancelled when there is something new, and when it ends.
struct Follower {
  SessionStream& stream;
  boost::asio::steady_timer& changed;
  const ServeLimits& limits;
  Feed& feed;
  const bool& ending;
  std::function<bool()> login_has_ended;  ///< by which it follows
};

/// With what a WebSocket is closed whose login has ended: as 401 is for HTTP.
inline constexpr std::uint16_t kLoginEndedCode = 4401;

/// The answer to a client that polls, at the latest after `live.wait`; 401 where its login ends meanwhile.
boost::asio::awaitable<Response> AwaitMessages(Follower follower, Live live);
/// Until the client has gone, takes what it gets too slowly, its login ends, or the server.
boost::asio::awaitable<void> FollowByEvents(Follower follower, Live live);
/// Likewise; a client that does not answer pings has gone. `connection` keeps the stream alive.
boost::asio::awaitable<void> FollowBySocket(
    Follower follower, Live live, const boost::beast::http::request<boost::beast::http::string_body>& handshake,
    std::shared_ptr<void> connection);

}  // namespace docktor::serve
