#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "core/time.h"

namespace docktor::operations {

/// Calls back again and again, for those who watch.
class Ticker {
 public:
  virtual ~Ticker() = default;
  /// `tick` is called about once a second until the returned handle is destroyed; keep it short. The handle is not
  /// destroyed from within `tick`.
  virtual std::shared_ptr<void> EverySecond(std::function<void()> tick) = 0;
};

/// Ticks on a thread of its own. Handles must be gone before it is destroyed.
class ThreadTicker final : public Ticker {
 public:
  ThreadTicker();
  ~ThreadTicker() override;
  std::shared_ptr<void> EverySecond(std::function<void()> tick) override;

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::list<std::function<void()>> ticks_;
  std::thread thread_;
};

}  // namespace docktor::operations
