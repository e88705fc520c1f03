#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "core/ids.h"
#include "core/result.h"

namespace docktor::act {

/// Runs jobs on threads of its own: those of one service one after another, in order; services side by side.
class Lanes {
 public:
  using Job = std::function<void()>;

  Lanes() = default;
  ~Lanes();  ///< as Join
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// Returns at once. kUnavailable: the job is not taken, since Join has begun, or there is no thread to be had for it.
  [[nodiscard]] Status Run(const ServiceKey& service, Job job);

  /// Takes no more jobs and returns when all that were taken are done. Not to be called from a job.
  void Join();

 private:
  struct Lane {
    std::deque<Job> waiting;
    std::thread thread;
    bool idle = false;  // its thread has nothing left to do and is about to end
  };
  Status Begin(Lane& lane);
  void Work(Lane& lane);

  std::mutex mutex_;
  bool closed_ = false;
  std::map<ServiceKey, Lane> lanes_;
};

/// Calls work(0) … work(count - 1), at most `at_once` at the same time, fewer where there are no threads to be had, and
/// returns when all are done. The calling thread is one of those that work.
void ForEach(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& work);

}  // namespace docktor::act
