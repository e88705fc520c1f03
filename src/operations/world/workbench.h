#pragma once

#include <functional>

#include "net/serial_worker.h"

namespace docktor::operations {

/// Where answers that take a while are worked out: one after the other, on a thread of its own with low priority, so
/// that whoever brings the material does not wait. Public members are thread-safe.
class Workbench {
 public:
  using Job = std::function<void()>;

  Workbench();
  /// Ends with the job that is being done; those that wait are dropped.
  ~Workbench() = default;

  void Put(Job job) { worker_.Put(std::move(job)); }

 private:
  net::SerialWorker<Job> worker_;
};

}  // namespace docktor::operations
