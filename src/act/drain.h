#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <vector>

#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// What comes before the stop signal of the replicas that one action removes: a command in each, then a delay. It can
/// be called off for those in which no program has been run yet, neither that command nor a hook: one that has been
/// told to leave serves no more, and nobody can tell it to come back. Safe to call from every thread.
class Drain {
 public:
  Drain(docker::Engine& engine, DrainSettings settings) : engine_(engine), settings_(std::move(settings)) {}

  bool IsNone() const { return settings_.command.empty() && settings_.delay <= Duration{0}; }

  /// Runs the command in each of `replicas`, several at the same time, then waits for the delay, once for all. Blocks,
  /// until it is called off for all of them or ended at most. A command that fails, or has not ended in 30 s, is a
  /// note; it keeps nothing back.
  Tally Run(const std::vector<ContainerId>& replicas);

  /// Whether a program may be run in that replica to prepare it for its end: from then on it is not called off any
  /// more.
  [[nodiscard]] bool Begin(const ContainerId& replica);

  /// From now on no stop signal may be sent to those in which nothing has begun; they stay.
  void Cancel() { Set(cancelled_); }
  /// Docktor stops: from now on no stop signal may be sent at all.
  void End() { Set(ended_); }

  bool HasBegun(const ContainerId& replica) const;
  bool MayStop(const ContainerId& replica) const;
  bool Cancelled() const;
  bool Ended() const;

 private:
  void Set(bool& flag);
  bool MayStopLocked(const ContainerId& replica) const;
  Tally RunCommand(const ContainerId& replica);
  void Wait();

  docker::Engine& engine_;
  const DrainSettings settings_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<ContainerId> begun_;
  bool cancelled_ = false, ended_ = false;
};

}  // namespace docktor::act
