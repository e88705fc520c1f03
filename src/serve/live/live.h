#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "serve/request.h"

namespace docktor::serve {

/// What goes on, for a client that stays: the feed's messages (feed.h).
struct Live {
  enum class By {
    kSocket,  ///< a WebSocket: each message is one
    kEvents,  ///< server-sent events, whose ids are the messages' numbers: a client that comes again goes on there
    kPoll,    ///< one answer, {"next": N, "messages": […]}, once there is something to say or time is up
  };
  By by = By::kSocket;
  std::optional<std::uint64_t> since = {};  ///< the last message it has; empty: it has just come
  Duration wait{25s};                       ///< of kPoll, at most

  static constexpr Duration kLongest = 60s;  ///< of `wait`
};

/// Whether a GET of the events means that, and not the operation of that name.
bool IsLive(const Request& request, std::string_view query);
/// kInvalidInput: the query is none.
Result<Live> LiveOf(const Request& request, std::string_view query);

}  // namespace docktor::serve
