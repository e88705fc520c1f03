#include "serve/session_stream.h"

#include "serve/stream.h"

namespace docktor::serve {

namespace asio = boost::asio;
using boost::system::error_code;

asio::awaitable<error_code> SessionStream::TurnToTls(asio::ssl::context& context, boost::beast::flat_buffer& heard) {
  error_code error;
  tls_.emplace(plain_, context);
  co_await tls_->async_handshake(asio::ssl::stream_base::server, heard.data(), Into(error));
  heard.clear();
  co_return error;
}

asio::awaitable<void> SessionStream::SayFarewell(Duration patience) {
  if (!tls_ || !plain_.socket().is_open()) co_return;
  error_code ignored;
  plain_.expires_after(patience);
  co_await tls_->async_shutdown(Into(ignored));
}

void SessionStream::EndWriting() {
  error_code ignored;
  if (!tls_) plain_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

void SessionStream::close() {
  error_code ignored;
  plain_.socket().shutdown(asio::socket_base::shutdown_both, ignored);
  plain_.close();
}

}  // namespace docktor::serve
