#include "operations/world/ticker.h"

#include <utility>

namespace docktor::operations {

ThreadTicker::ThreadTicker() : thread_([this] { Loop(); }) {}

ThreadTicker::~ThreadTicker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<void> ThreadTicker::EverySecond(std::function<void()> tick) {
  const std::lock_guard lock(mutex_);
  const auto place = ticks_.insert(ticks_.end(), std::move(tick));
  return {static_cast<void*>(this), [this, place](void*) {
            const std::lock_guard erasing(mutex_);
            ticks_.erase(place);
          }};
}

void ThreadTicker::Loop() {
  std::unique_lock lock(mutex_);
  auto next = std::chrono::steady_clock::now() + 1s;
  while (!wake_.wait_until(lock, next, [this] { return ending_; })) {
    for (const auto& tick : ticks_) tick();
    next += 1s;
  }
}

}  // namespace docktor::operations
