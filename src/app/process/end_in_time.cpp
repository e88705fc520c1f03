#include "app/process/end_in_time.h"

#include <utility>

#include <fcntl.h>
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

/// What hangs may hold any lock, that of the log and of stderr too, and who reads stderr may have gone to sleep.
void EndInTime::Begin(Duration most, std::function<std::string()> trouble) {
  thread_ = std::thread([this, most, trouble = std::move(trouble)] {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, most, [this] { return over_; })) return;
    const auto words =
        fmt::format("docktor has not come to its end in {}: what hangs, a disk most likely, is left. {}\n",
                    ToText(most), trouble());
    fcntl(STDERR_FILENO, F_SETFL, fcntl(STDERR_FILENO, F_GETFL) | O_NONBLOCK);
    (void)!write(STDERR_FILENO, words.data(), words.size());
    _exit(1);
  });
}

}  // namespace docktor::app
