#include "observe/streams/stats_streams.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "net/interruptible.h"
#include "observe/streams/stats.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

/// The stream of one run of a replica, and its thread.
class StatsStreams::Stream {
 public:
  Stream(docker::Engine& engine, const Clock& clock, ContainerId id, std::int64_t pid)
      : engine_(engine), clock_(clock), id_(std::move(id)), pid_(pid), thread_([this] { Run(); }) {}
  ~Stream() {
    Stop();
    thread_.join();
  }

  std::int64_t pid() const { return pid_; }
  bool ended() const { return ended_; }
  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
  }
  std::optional<Reading> TakeNewest() {
    const std::lock_guard lock(mutex_);
    return std::exchange(newest_, std::nullopt);
  }
  std::optional<Error> Problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
  }

 private:
  void Run() {
    constexpr Duration kPause = 1s;
    const auto stop = [this] { return stop_.load(); };
    const net::Interruptible scope(stop);
    while (!stop_) {
      const auto end = engine_.Stats(
          id_, [this](const json::object& stats) { On(stats); }, stop);
      std::unique_lock lock(mutex_);
      if (!end) problem_ = end.error();
      wake_.wait_for(lock, kPause, stop);
    }
    ended_ = true;
  }
  void On(const json::object& stats) {
    const auto now = ParseStats(stats, SteadyClock::now());
    if (!now) return;
    if (before_ && !ClockHeld(*before_, *now)) measure_ = {};
    before_ = now;
    auto reading = measure_.Take(id_, now->sample, clock_.Now());
    const std::lock_guard lock(mutex_);
    problem_.reset();
    if (reading) newest_ = std::move(reading);
  }

  docker::Engine& engine_;
  const Clock& clock_;
  const ContainerId id_;
  const std::int64_t pid_;
  std::optional<EngineSample> before_;  ///< of the thread
  Measure measure_;                     ///< of the thread
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Reading> newest_;
  std::optional<Error> problem_;
  std::atomic<bool> stop_{false}, ended_{false};
  std::thread thread_;  ///< last: it uses all of the above
};

StatsStreams::StatsStreams(docker::Engine& engine, const Clock& clock) : engine_(engine), clock_(clock) {}

StatsStreams::~StatsStreams() {
  for (const auto& [id, stream] : streams_) stream->Stop();
}

void StatsStreams::Drop(const Watched& watched) {
  std::erase_if(dropped_, [](const auto& stream) { return stream->ended(); });
  for (auto entry = streams_.begin(); entry != streams_.end();) {
    const auto found = watched.find(entry->first);
    if (found != watched.end() && found->second == entry->second->pid()) {
      ++entry;
      continue;
    }
    entry->second->Stop();
    dropped_.push_back(std::move(entry->second));
    entry = streams_.erase(entry);
  }
}

Readings StatsStreams::Take(const Watched& watched) {
  Drop(watched);
  Readings readings;
  problems_.clear();
  for (const auto& [id, pid] : watched) {
    auto& stream = streams_[id];
    if (!stream) stream = std::make_unique<Stream>(engine_, clock_, id, pid);
    if (auto reading = stream->TakeNewest()) readings.replicas.push_back(*std::move(reading));
    if (auto problem = stream->Problem()) problems_.emplace(id, *std::move(problem));
  }
  return readings;
}

}  // namespace docktor::observe
