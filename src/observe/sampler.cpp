#include "observe/sampler.h"

#include <utility>

#include "observe/beat.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

Sampler::Sampler(const Clock& clock, Observations& observations, docker::Engine& engine, OnPath on_path, Roots roots,
                 Duration period)
    : clock_(clock),
      observations_(observations),
      on_path_(std::move(on_path)),
      period_(period),
      sweep_(std::move(roots)),
      streams_(engine, clock),
      thread_([this] { Run(); }) {}

Sampler::~Sampler() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Sampler::Watch(const Topology& topology) {
  auto watched = RunningReplicas(topology);
  const std::lock_guard lock(mutex_);
  watched_ = std::move(watched);
}

Problems Sampler::LastProblems() const {
  const std::lock_guard lock(mutex_);
  return problems_;
}

void Sampler::Run() {
  const auto first = SteadyClock::now();
  std::unique_lock lock(mutex_);
  for (auto beat = first; !stop_; beat = NextBeat(first, period_, SteadyClock::now())) {
    if (wake_.wait_until(lock, beat, [this] { return stop_; })) return;
    const auto watched = watched_;
    lock.unlock();
    observations_.OnReadings(Take(watched));
    lock.lock();
    problems_ = path_.path() == ReadingPath::kStreams ? streams_.LastProblems() : sweep_.LastProblems();
  }
}

Readings Sampler::Take(const Watched& watched) {
  if (path_.WantsFiles()) {
    auto readings = sweep_.Take(watched, clock_.Now());
    Decide(watched);
    if (path_.path() == ReadingPath::kUndecided) readings.host.reset();  // the engine may be on another machine
    if (path_.path() != ReadingPath::kStreams) return readings;
  }
  return streams_.Take(watched);
}

void Sampler::Decide(const Watched& watched) {
  const auto before = path_.path();
  if (before == ReadingPath::kFiles) return;
  const auto& problems = sweep_.LastProblems();
  Watched unreadable;
  for (const auto& [id, pid] : watched)
    if (problems.contains(id)) unreadable.emplace(id, pid);
  const auto path = path_.After(watched.size(), unreadable);
  if (path == before) return;
  if (path == ReadingPath::kFiles) static_cast<void>(streams_.Take({}));  // they are followed no longer
  on_path_(path, path == ReadingPath::kStreams ? problems.at(unreadable.begin()->first).message : "");
}

}  // namespace docktor::observe
