#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace docktor::test {

using namespace std::chrono_literals;

/// How often this machine let a thread sleep for half a second too long: on such a one nobody is in time.
class Stalls {
 public:
  Stalls()
      : thread_([this] {
          while (!stopping_) Sleep();
        }) {}
  ~Stalls() {
    stopping_ = true;
    thread_.join();
  }
  int count() const { return count_; }

 private:
  void Sleep() {
    const auto begin = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(100ms);
    if (std::chrono::steady_clock::now() - begin > 600ms) ++count_;
  }
  std::atomic<int> count_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace docktor::test
