#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/time.h"

namespace docktor::app {

/// Sees to it that a process which has been told to end does so, whatever hangs: a disk that does not answer above all.
class EndInTime {
 public:
  EndInTime() = default;
  /// It has ended by itself.
  ~EndInTime();
  EndInTime(const EndInTime&) = delete;
  EndInTime& operator=(const EndInTime&) = delete;

  /// From now on: where this still lives after `most`, it says so on stderr, with what `trouble` says by then, and ends
  /// the process with code 1. `trouble` takes no lock that is held while a disk is waited for.
  void Begin(Duration most, std::function<std::string()> trouble);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace docktor::app
