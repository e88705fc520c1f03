#include "app/end_in_time.h"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace docktor::app {

EndInTime::~EndInTime() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

/// What hangs may hold any lock, that of the log too.
void EndInTime::Begin(Duration most) {
  thread_ = std::thread([this, most] {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, most, [this] { return over_; })) return;
    fmt::print(stderr, "docktor has not come to its end in {}: what hangs, a disk most likely, is left\n",
               ToText(most));
    _exit(1);
  });
}

}  // namespace docktor::app
