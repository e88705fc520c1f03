#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "remember/clock_file.h"

namespace docktor::app {

/// Keeps where the clock stands: at once, again and again, and at the end. On a thread of its own but for the first
/// time, for its disk may hang.
class ClockKeeper {
 public:
  static constexpr Duration kInterval = 10s;  ///< a clock that is drawn to the date gains or loses a second meanwhile
  static constexpr Duration kFarewell = 2s;   ///< the end gives up a disk that answers nothing for so long

  /// `mark` is not called any more once it has ended.
  ClockKeeper(std::function<net::ClockMark()> mark, remember::ClockFile file, Duration interval = kInterval);
  ~ClockKeeper();
  ClockKeeper(const ClockKeeper&) = delete;
  ClockKeeper& operator=(const ClockKeeper&) = delete;

 private:
  struct Work;

  const std::shared_ptr<Work> work_;
  std::thread thread_;
};

}  // namespace docktor::app
