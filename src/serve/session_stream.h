#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "core/time.h"

namespace docktor::serve {

// For the sources of this room only: Beast is too heavy for everybody's headers.

/// A connection, which may turn to TLS before anything else is said: what Beast calls an AsyncStream. There may be one
/// that reads and one that writes at a time.
class SessionStream {
 public:
  using Plain = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;
  using executor_type = Plain::executor_type;
  template <typename Token>
  using Done = typename boost::asio::async_result<std::decay_t<Token>,
                                                  void(boost::system::error_code, std::size_t)>::return_type;

  explicit SessionStream(Plain::socket_type socket) : plain_(std::move(socket)) {}

  executor_type get_executor() noexcept { return plain_.get_executor(); }
  Plain& next_layer() noexcept { return plain_; }

  template <typename Buffers, typename Token>
  Done<Token> async_read_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                : plain_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <typename Buffers, typename Token>
  Done<Token> async_write_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                : plain_.async_write_some(buffers, std::forward<Token>(token));
  }

  /// Shakes hands as the server. `heard` is what has been read by now; it is used up.
  boost::asio::awaitable<boost::system::error_code> TurnToTls(boost::asio::ssl::context& context,
                                                              boost::beast::flat_buffer& heard);
  /// Says farewell where that is usual, and does not wait longer than that for the other side's. Nobody may be reading
  /// or writing.
  boost::asio::awaitable<void> SayFarewell(Duration patience);
  /// This side has said everything.
  void EndWriting();

  /// Until the next of these, what begins to be read or written has to end by then: else the connection is closed.
  void expires_after(Duration patience) { plain_.expires_after(patience); }
  void expires_never() { plain_.expires_never(); }
  void cancel() { plain_.cancel(); }
  void close();

 private:
  Plain plain_;
  std::optional<boost::beast::ssl_stream<Plain&>> tls_;
};

/// How Beast ends a WebSocket, which has said its own farewell before.
template <typename Handler>
void async_teardown(boost::beast::role_type role, SessionStream& stream, Handler&& handler) {
  using boost::beast::websocket::async_teardown;
  async_teardown(role, stream.next_layer().socket(), std::forward<Handler>(handler));
}

}  // namespace docktor::serve
