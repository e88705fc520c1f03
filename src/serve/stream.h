#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/time.h"
#include "serve/router.h"
#include "serve/session_stream.h"

namespace docktor::serve {

// For the sources of this room only: Beast is too heavy for everybody's headers.

inline auto Into(boost::system::error_code& error) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

/// Returns at the next change, when `changed` is cancelled, or when `most` has passed: then it is false.
boost::asio::awaitable<bool> Changed(boost::asio::steady_timer& changed, Duration most);

/// The head of an answer that is a stream, to be taken by the client in so long; `form` is not kOne.
boost::asio::awaitable<boost::system::error_code> WriteStreamHead(SessionStream& stream, Form form, Duration patience);
/// An item of it, as it is written in that form.
std::string ItemText(const json::value& item, Form form);
/// A piece of it. Nothing: that was the last one.
boost::asio::awaitable<boost::system::error_code> WriteChunk(SessionStream& stream, std::string text,
                                                             Duration patience);

}  // namespace docktor::serve
