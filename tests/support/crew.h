#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "support/hands.h"

namespace docktor::test {

/// Two people at work at once, until they are told to rest.
class Crew {
 public:
  Crew(Hands& hands, Chance& chance) {
    for (int i = 0; i < 2; ++i)
      threads_.emplace_back([this, &hands, own = chance.Another()]() mutable { Live(hands, own); });
  }
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  void Work() {
    const std::lock_guard lock(mutex_);
    working_ = true;
    changed_.notify_all();
  }
  /// Returns once each has ended what they were at.
  void Rest() {
    std::unique_lock lock(mutex_);
    working_ = false;
    changed_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void Live(Hands& hands, Chance& chance) {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return working_ || ending_; });
      if (ending_) return;
      ++busy_;
      lock.unlock();
      hands.Act(chance);
      lock.lock();
      --busy_;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool working_ = false, ending_ = false;
  int busy_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace docktor::test
