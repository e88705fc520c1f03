#include "app/clock_keeper.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace docktor::app {

ClockKeeper::ClockKeeper(std::function<net::ClockMark()> mark, remember::ClockFile& file, Duration interval)
    : mark_(std::move(mark)),
      file_(file),
      interval_(interval),
      thread_([this](const std::stop_token& end) { Run(end); }) {}

void ClockKeeper::Run(const std::stop_token& end) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!end.stop_requested()) {
    file_.Keep(mark_());
    wake.wait_for(lock, end, interval_, [] { return false; });
  }
  file_.Keep(mark_());
}

}  // namespace docktor::app
