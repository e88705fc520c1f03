#pragma once

#include <atomic>
#include <functional>

#include "core/result.h"
#include "net/serial_worker.h"

namespace docktor::operations {

/// Where answers that take a while are worked out: one after the other, on a thread of its own with low priority, so
/// that whoever brings the material does not wait. Public members are thread-safe.
class Workbench {
 public:
  /// `stopping` says whether to leave off: what takes more than a moment asks it now and then.
  using Job = std::function<void(const std::function<bool()>& stopping)>;
  static constexpr int kMostWaiting = 4;

  Workbench();
  /// Stops the job that is being done; those that wait are dropped.
  ~Workbench() = default;

  /// kUnavailable: too many wait already.
  Status Put(Job job);

 private:
  std::atomic<int> waiting_{0};
  net::SerialWorker<Job> worker_;  // last: its thread runs on the members above
};

}  // namespace docktor::operations
