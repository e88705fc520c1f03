#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/time.h"

namespace docktor::control {

/// A queue that many threads put into and one takes out of. Thread-safe.
template <typename T>
class Mailbox {
 public:
  /// False: it has been closed, and `item` was not taken.
  bool Put(T item) {
    {
      std::lock_guard lock(mutex_);
      if (closed_) return false;
      items_.push_back(std::move(item));
    }
    changed_.notify_one();
    return true;
  }

  /// Everything that is there, in order; waits until something is, until `longest` has passed (then: nothing) or
  /// until the mailbox is closed. Empty: it is closed and nothing is left.
  std::optional<std::vector<T>> TakeAll(Duration longest) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, longest, [this] { return closed_ || !items_.empty(); });
    if (items_.empty() && closed_) return std::nullopt;
    return std::exchange(items_, {});
  }

  /// Nothing more is taken in; what is there can still be taken out.
  void Close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<T> items_;
  bool closed_ = false;
};

}  // namespace docktor::control
