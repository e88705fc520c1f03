#include "observe/sampler.h"

#include <utility>

#include "observe/beat.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

Sampler::Sampler(const Clock& clock, Observations& observations, docker::Engine& engine, OnPath on_path,
                 Settings settings)
    : clock_(clock),
      observations_(observations),
      on_path_(std::move(on_path)),
      host_is_engines_(settings.host_is_engines),
      period_(settings.period),
      sweep_(std::move(settings.roots)),
      streams_(engine, clock) {
  observations_.OnReadings(Take({}));
  thread_ = std::thread([this] { Run(); });
}

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
  while (!stop_) {
    const auto beat = NextBeat(first, period_, SteadyClock::now());
    if (wake_.wait_until(lock, beat, [this] { return stop_; })) return;
    const auto watched = watched_;
    lock.unlock();
    observations_.OnReadings(Take(watched));
    lock.lock();
    problems_ = path_.path() == ReadingPath::kStreams ? streams_.LastProblems() : sweep_.LastProblems();
  }
}

Readings Sampler::Take(const Watched& watched) {
  auto readings = TakeFiles(watched);
  if (path_.path() == ReadingPath::kStreams) readings.replicas = streams_.Take(watched).replicas;
  return readings;
}

/// What the files tell: on the streams' path, but for a try now and then, of the host alone.
Readings Sampler::TakeFiles(const Watched& watched) {
  Readings readings;
  if (path_.WantsFiles()) {
    readings = sweep_.Take(watched, clock_.Now());
    Decide(watched);
  } else if (host_is_engines_) {
    readings = sweep_.Take({}, clock_.Now());
  }
  const bool here = host_is_engines_ || path_.path() == ReadingPath::kFiles;
  if (!here) readings.host.reset();  // the engine may be on another machine
  return readings;
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
