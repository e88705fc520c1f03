#include "serve/live/follow.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include "serve/login/login_ended.h"

namespace docktor::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

std::string EventText(const Feed::Message& message) {
  return "id: " + std::to_string(message.number) + "\ndata: " + *message.text + "\n\n";
}

Response ResponseOf(const Feed::Batch& batch) {
  std::string body = R"({"next":)" + std::to_string(batch.next) + R"(,"messages":[)";
  for (const auto& message : batch.messages) {
    if (&message != &batch.messages.front()) body += ",";
    body += *message.text;
  }
  return {.body = body + "]}\n"};
}

/// A WebSocket, with what its two coroutines know of it.
struct Socket {
  explicit Socket(SessionStream& stream) : line(stream) {}

  websocket::stream<SessionStream&> line;
  bool gone = false;
};

/// What a follower says is of no interest, but its pongs and its farewell are.
asio::awaitable<void> Hear(std::shared_ptr<Socket> socket, asio::steady_timer& changed,
                           std::shared_ptr<void> connection) {
  error_code error;
  beast::flat_buffer ignored;
  while (!error) {
    co_await socket->line.async_read(ignored, Into(error));
    ignored.clear();
  }
  socket->gone = true;
  changed.cancel();
  connection.reset();
}

/// Cuts the connection unless what is done meanwhile ends in time: the kernel forgets what the client did not read.
class Watchdog {
 public:
  Watchdog(std::shared_ptr<Socket> socket, SessionStream& stream, Duration patience,
           const std::shared_ptr<void>& connection)
      : timer_(stream.get_executor(), patience) {
    timer_.async_wait([socket = std::move(socket), &stream, connection](const error_code& cancelled) {
      if (cancelled) return;
      socket->gone = true;
      error_code ignored;
      stream.next_layer().socket().set_option(asio::socket_base::linger(true, 0), ignored);
      stream.close();
    });
  }

 private:
  asio::steady_timer timer_;
};

asio::awaitable<void> Tell(Follower follower, Live live, std::shared_ptr<Socket> socket,
                           std::shared_ptr<void> connection) {
  auto next = live.since;
  while (!socket->gone && !follower.ending && !follower.login_has_ended()) {
    const auto batch = follower.feed.After(next);
    next = batch.next;
    if (batch.messages.empty()) co_await Changed(follower.changed, follower.limits.heartbeat);
    for (const auto& message : batch.messages) {
      const Watchdog watchdog(socket, follower.stream, follower.limits.write, connection);
      error_code error;
      co_await socket->line.async_write(asio::buffer(*message.text), Into(error));
      if (error || socket->gone) co_return;
    }
  }
}

websocket::close_reason Farewell(const Follower& follower) {
  if (!follower.login_has_ended()) return websocket::close_code::going_away;
  return {static_cast<websocket::close_code>(kLoginEndedCode), LoginEnded().message};
}

}  // namespace

asio::awaitable<Response> AwaitMessages(Follower follower, Live live) {
  const auto deadline = std::chrono::steady_clock::now() + live.wait;
  follower.stream.expires_never();
  auto batch = follower.feed.After(live.since);
  while (batch.messages.empty() && !follower.ending) {
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    if (left <= Duration{0}) break;
    co_await Changed(follower.changed, left);
    if (follower.login_has_ended()) co_return ErrorResponse(LoginEnded(), 401);
    batch = follower.feed.After(batch.next);
  }
  co_return ResponseOf(batch);
}

asio::awaitable<void> FollowByEvents(Follower follower, Live live) {
  if (co_await WriteStreamHead(follower.stream, Form::kEvents, follower.limits.write)) co_return;
  auto next = live.since;
  while (!follower.ending && !follower.login_has_ended()) {
    const auto batch = follower.feed.After(next);
    next = batch.next;
    for (const auto& message : batch.messages)
      if (co_await WriteChunk(follower.stream, EventText(message), follower.limits.write)) co_return;
    if (!batch.messages.empty() || co_await Changed(follower.changed, follower.limits.heartbeat)) continue;
    if (co_await WriteChunk(follower.stream, ": still here\n\n", follower.limits.write)) co_return;
  }
  co_await WriteChunk(follower.stream, std::string(), follower.limits.write);
}

asio::awaitable<void> FollowBySocket(Follower follower, Live live,
                                     const beast::http::request<beast::http::string_body>& handshake,
                                     std::shared_ptr<void> connection) {
  constexpr std::size_t kMostHeard = 4096;
  const auto socket = std::make_shared<Socket>(follower.stream);
  follower.stream.expires_never();  // the socket minds the time by itself
  socket->line.set_option(
      websocket::stream_base::timeout{follower.limits.request, 2 * follower.limits.heartbeat, true});
  socket->line.read_message_max(kMostHeard);
  socket->line.text(true);
  socket->line.auto_fragment(false);  // else a snapshot goes out in pieces of 4 KiB
  error_code error;
  co_await socket->line.async_accept(handshake, Into(error));
  if (error) co_return;
  asio::co_spawn(follower.stream.get_executor(), Hear(socket, follower.changed, connection), asio::detached);
  co_await Tell(follower, live, socket, connection);
  if (!socket->gone) {
    const Watchdog watchdog(socket, follower.stream, follower.limits.write, connection);
    const auto farewell = Farewell(follower);
    co_await socket->line.async_close(farewell, Into(error));
  }
  follower.stream.close();
}

}  // namespace docktor::serve
