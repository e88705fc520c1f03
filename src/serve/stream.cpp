#include "serve/stream.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

namespace docktor::serve {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

asio::awaitable<bool> Changed(asio::steady_timer& changed, Duration most) {
  error_code error;
  changed.expires_after(most);
  co_await changed.async_wait(Into(error));
  co_return error == asio::error::operation_aborted;
}

asio::awaitable<error_code> WriteStreamHead(SessionStream& stream, Form form, Duration patience) {
  http::response<http::empty_body> head{http::status::ok, 11};
  head.set(http::field::content_type, form == Form::kLines ? "application/x-ndjson" : "text/event-stream");
  head.set(http::field::cache_control, "no-store");
  head.set("X-Accel-Buffering", "no");  // nginx would collect them
  head.keep_alive(false);
  head.chunked(true);
  http::response_serializer<http::empty_body> serializer{head};
  error_code error;
  stream.expires_after(patience);
  co_await http::async_write_header(stream, serializer, Into(error));
  co_return error;
}

std::string ItemText(const json::value& item, Form form) {
  const auto text = WriteJson(item);
  if (form == Form::kLines) return text + "\n";
  const auto* kind = item.is_object() ? item.get_object().if_contains("kind") : nullptr;
  const auto event = kind != nullptr && kind->is_string() ? "event: " + std::string(kind->get_string()) + "\n" : "";
  return event + "data: " + text + "\n\n";
}

asio::awaitable<error_code> WriteChunk(SessionStream& stream, std::string text, Duration patience) {
  error_code error;
  stream.expires_after(patience);
  if (text.empty()) {
    co_await asio::async_write(stream, http::make_chunk_last(), Into(error));
  } else {
    co_await asio::async_write(stream, http::make_chunk(asio::buffer(text)), Into(error));
  }
  co_return error;
}

}  // namespace docktor::serve
