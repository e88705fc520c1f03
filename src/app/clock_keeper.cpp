#include "app/clock_keeper.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace docktor::app {

/// The thread shares it: a write that a disk never answers outlives the keeper.
struct ClockKeeper::Work {
  std::function<net::ClockMark()> mark;
  remember::ClockFile file;
  Duration interval;
  std::mutex mutex = {};  ///< not held while the disk is waited for
  std::condition_variable changed = {};
  bool ending = false, ended = false, abandoned = false;

  void Run() {
    std::unique_lock lock(mutex);
    while (!changed.wait_for(lock, interval, [this] { return ending; })) Keep(lock);
    Keep(lock);
    ended = true;
    changed.notify_all();
  }
  void Keep(std::unique_lock<std::mutex>& lock) {
    if (abandoned) return;
    const auto now = mark();
    lock.unlock();
    file.Keep(now);
    lock.lock();
  }
};

ClockKeeper::ClockKeeper(std::function<net::ClockMark()> mark, remember::ClockFile file, Duration interval)
    : work_(new Work{std::move(mark), std::move(file), interval}) {
  work_->file.Keep(work_->mark());
  thread_ = std::thread([work = work_] { work->Run(); });
}

ClockKeeper::~ClockKeeper() {
  std::unique_lock lock(work_->mutex);
  work_->ending = true;
  work_->changed.notify_all();
  const bool ended = work_->changed.wait_for(lock, kFarewell, [this] { return work_->ended; });
  work_->abandoned = !ended;
  lock.unlock();
  ended ? thread_.join() : thread_.detach();
}

}  // namespace docktor::app
