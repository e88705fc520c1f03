#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/clock.h"
#include "core/ports/observations.h"
#include "observe/sweep.h"

namespace docktor::observe {

/// Reads every replica that runs, and the host, once a second on a thread of its own, and sends what comes of it to
/// `observations`, one OnReadings a sweep. Sweeps keep to a fixed beat; those that were missed are left out.
class Sampler {
 public:
  /// `clock` and `observations` outlive it.
  Sampler(const Clock& clock, Observations& observations, Roots roots = {}, Duration period = 1s);
  /// Returns once the thread has ended, within the time of one sweep; nothing is sent after that.
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// From the next sweep on these replicas are read and no others. From any thread.
  void Watch(const Topology& topology);
  /// What could not be read in the last sweep. From any thread.
  Problems LastProblems() const;

 private:
  void Run();

  const Clock& clock_;
  Observations& observations_;
  const Duration period_;
  Sweep sweep_;  ///< of the thread

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Watched watched_;
  Problems problems_;
  bool stop_ = false;

  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace docktor::observe
