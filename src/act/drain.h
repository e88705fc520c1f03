#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// What comes before the stop signal of the replicas that one action removes: a command in each, then a delay. It can
/// be called off while it lasts. Safe to call from every thread.
class Drain {
 public:
  Drain(docker::Engine& engine, DrainSettings settings) : engine_(engine), settings_(std::move(settings)) {}

  bool IsNone() const { return settings_.command.empty() && settings_.delay <= Duration{0}; }

  /// Runs the command in each of `replicas`, several at the same time, then waits for the delay, once for all. Blocks,
  /// until it is called off or ended at most. A command that fails, or has not ended in 30 s, is a note; it keeps
  /// nothing back.
  Tally Run(const std::vector<ContainerId>& replicas);

  /// From now on no stop signal may be sent; the replicas stay.
  void Cancel() { Set(cancelled_); }
  /// As Cancel, because Docktor stops.
  void End() { Set(ended_); }

  bool MayStop() const;
  bool Ended() const;

 private:
  void Set(bool& flag);
  Tally RunCommand(const ContainerId& replica);
  void Wait();

  docker::Engine& engine_;
  const DrainSettings settings_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool cancelled_ = false, ended_ = false;
};

}  // namespace docktor::act
