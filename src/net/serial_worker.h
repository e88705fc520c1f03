#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "net/interruptible.h"

namespace docktor::net {

/// Does one job after the other on a thread of its own; what arrives meanwhile waits. What a job waits for in this room
/// ends early once the worker is stopped. Public members are thread-safe.
template <typename Job>
class SerialWorker {
 public:
  explicit SerialWorker(std::function<void(Job)> work) : work_(std::move(work)), thread_([this] { Run(); }) {}
  ~SerialWorker() { Stop(); }
  SerialWorker(const SerialWorker&) = delete;
  SerialWorker& operator=(const SerialWorker&) = delete;

  void Put(Job job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(job));
    }
    changed_.notify_all();
  }
  /// In place of all that waits.
  void PutInstead(Job job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.clear();
    }
    Put(std::move(job));
  }
  /// Jobs that are not begun.
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }
  /// Ends the job that is being done, and waits for that. Returns those that will not be done.
  std::deque<Job> Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }

 private:
  void Run() {
    const Interruptible until_stopping([this] { return stopping(); });
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      auto job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work_(std::move(job));
      lock.lock();
    }
  }

  const std::function<void(Job)> work_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::net
