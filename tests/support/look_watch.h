#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <thread>

#include <gtest/gtest.h>

#include "support/stalls.h"
#include "support/status_in_time.h"

namespace docktor::test {

/// Asks each second how many looks were late, of daemons that come after one another: each counts anew.
class LookWatch {
 public:
  explicit LookWatch(const WatchedProject& project)
      : thread_([this, &project] {
          while (!stopping_) {
            Take(LateLooks(project));
            std::this_thread::sleep_for(1s);
          }
        }) {}
  ~LookWatch() {
    stopping_ = true;
    thread_.join();
  }

  /// But for those that the machine itself made late: of each service one at each stall.
  void ExpectInTime(int services) const {
    std::cout << late_ << " looks were late, and the machine stalled " << stalls_.count() << " times" << std::endl;
    EXPECT_GT(told_, 0) << "nobody has said anything";
    EXPECT_LE(late_, std::int64_t{services} * stalls_.count());
  }

 private:
  /// -1: there is no daemon, or it does not say.
  void Take(std::int64_t late) {
    if (late < 0) return;
    ++told_;
    late_ += late >= known_ ? late - known_ : late;
    known_ = late;
  }

  std::atomic<std::int64_t> late_{0}, told_{0};
  std::int64_t known_ = 0;
  std::atomic<bool> stopping_{false};
  Stalls stalls_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::test
