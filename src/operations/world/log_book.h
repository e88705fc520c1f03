#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "core/time.h"

#include <boost/describe.hpp>

namespace spdlog::sinks {
class sink;
}

namespace docktor::operations {

struct LogLine {
  Instant at{};
  std::string level;  ///< "info", "warning", "error", …
  std::string text;
};
BOOST_DESCRIBE_STRUCT(LogLine, (), (at, level, text))

/// The last lines of the daemon's own log, and those that follow. Thread-safe.
class LogBook {
 public:
  explicit LogBook(std::size_t capacity = 4000) : capacity_(capacity) {}

  void Write(LogLine line);

  /// Calls `on_line` for the last `last` lines, oldest first, before it returns, and then, on the writer's thread, for
  /// each new one until the returned handle is destroyed. `on_line` is short, does not log and does not destroy the
  /// handle. The handle must be gone before the book is.
  std::shared_ptr<void> Follow(std::size_t last, std::function<void(const LogLine&)> on_line);

 private:
  std::mutex mutex_;
  std::size_t capacity_;
  std::deque<LogLine> lines_;
  std::list<std::function<void(const LogLine&)>> followers_;
};

/// Writes what spdlog logs into `book`, which outlives it.
std::shared_ptr<spdlog::sinks::sink> LogSinkInto(LogBook& book);

}  // namespace docktor::operations
