#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "remember/clock_file.h"

namespace docktor::app {

/// Keeps where the clock stands: at once, again and again, and at the end. On a thread of its own, for its disk may
/// hang.
class ClockKeeper {
 public:
  static constexpr Duration kInterval = 10s;  ///< a clock that is drawn to the date gains or loses a second meanwhile

  /// `file` outlives it, and is used on that thread alone.
  ClockKeeper(std::function<net::ClockMark()> mark, remember::ClockFile& file, Duration interval = kInterval);

 private:
  void Run(const std::stop_token& end);

  const std::function<net::ClockMark()> mark_;
  remember::ClockFile& file_;
  const Duration interval_;
  std::jthread thread_;  // last: runs on the members above
};

}  // namespace docktor::app
