#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/clock.h"
#include "core/reading.h"
#include "docker/engine.h"
#include "observe/files/sweep.h"

namespace docktor::observe {

/// Follows the engine's stats stream of each replica, on a thread for each: the way to readings where the files of the
/// kernel are not those of the engine's machine. A stream that breaks is opened again.
class StatsStreams {
 public:
  /// Both outlive it.
  StatsStreams(docker::Engine& engine, const Clock& clock);
  /// Returns once all threads have ended, within the time of a call to the engine. No other thread may be in a call.
  ~StatsStreams();
  StatsStreams(const StatsStreams&) = delete;
  StatsStreams& operator=(const StatsStreams&) = delete;

  /// Follows what is watched now and drops the rest, then hands out the newest reading of each replica that came since
  /// the last call; there is none of the host. Does not wait. What is wrong is in `LastProblems`.
  Readings Take(const Watched& watched);
  const Problems& LastProblems() const { return problems_; }

 private:
  class Stream;
  void Drop(const Watched& watched);

  docker::Engine& engine_;
  const Clock& clock_;
  std::map<ContainerId, std::unique_ptr<Stream>> streams_;
  std::vector<std::unique_ptr<Stream>> dropped_;  ///< told to end
  Problems problems_;
};

}  // namespace docktor::observe
