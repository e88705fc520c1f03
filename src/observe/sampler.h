#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/clock.h"
#include "core/ports/observations.h"
#include "docker/engine.h"
#include "observe/files/sweep.h"
#include "observe/reading_path.h"
#include "observe/streams/stats_streams.h"

namespace docktor::observe {

/// Reads every replica that runs, and the host, once a second on a thread of its own, and sends what comes of it to
/// `observations`, one OnReadings a sweep. Sweeps keep to a fixed beat; those that were missed are left out.
///
/// The kernel's files are read; where those of the replicas turn out not to be here (the engine is elsewhere, or its
/// processes are hidden), the engine's stats streams are followed instead; now and then the files are tried again. The
/// host is read where the engine is known to be on this machine: because somebody knows, or since a replica was read.
class Sampler {
 public:
  /// Told on the sampler's thread, once it is decided and when that changes, which way it is, and for the streams why.
  using OnPath = std::function<void(ReadingPath path, const std::string& why)>;

  struct Settings {
    bool host_is_engines = false;  ///< the engine is known to be on this machine (files/this_machine.h)
    Roots roots = {};
    Duration period = 1s;
  };
  /// `clock`, `observations` and `engine` outlive it. A first sweep is sent before it returns, so that whoever sees
  /// replicas later knows of the host already.
  Sampler(const Clock& clock, Observations& observations, docker::Engine& engine, OnPath on_path, Settings settings);
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
  Readings Take(const Watched& watched);
  Readings TakeFiles(const Watched& watched);
  void Decide(const Watched& watched);

  const Clock& clock_;
  Observations& observations_;
  const OnPath on_path_;
  const bool host_is_engines_;
  const Duration period_;
  PathChoice path_;  ///< of the thread, as the two below
  Sweep sweep_;
  StatsStreams streams_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Watched watched_;
  Problems problems_;
  bool stop_ = false;

  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace docktor::observe
