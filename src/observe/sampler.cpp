#include "observe/sampler.h"

#include <utility>

#include "observe/beat.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

Sampler::Sampler(const Clock& clock, Observations& observations, Roots roots, Duration period)
    : clock_(clock), observations_(observations), period_(period), sweep_(std::move(roots)), thread_([this] {
        Run();
      }) {}

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
    observations_.OnReadings(sweep_.Take(watched, clock_.Now()));
    lock.lock();
    problems_ = sweep_.LastProblems();
  }
}

}  // namespace docktor::observe
