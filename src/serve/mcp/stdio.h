#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "serve/mcp/server.h"

namespace docktor::serve::mcp {

/// Told of every message before it is answered or after it was written, one line each; from one thread at a time.
enum class Direction { kIn, kOut };
using MessageLog = std::function<void(Direction, const std::string& line)>;

/// Answers the messages of `in`, one (or a batch) a line, on `out` until `in` ends; then the answers that are still due
/// are given before it returns, and whatever waits for the client itself is told that it has gone. Requests are
/// answered side by side, in whatever order they get done; at most 16 of those at a time that may wait for something,
/// and beside them one after the other those that never do. What the client subscribed to is told as it happens. A line
/// of more than 4 MB is refused, and not kept.
void ServeLines(const Server& server, std::istream& in, std::ostream& out, const MessageLog& log = {});

}  // namespace docktor::serve::mcp
