#include "observe/sources/source_watch.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include "net/interruptible.h"
#include "observe/beat.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

/// One source and its thread.
class SourceWatch::Runner {
 public:
  Runner(Sources::value_type source, const SourceWatch& watch)
      : source_(std::move(source)),
        watch_(watch),
        poll_(source_.first, source_.second, watch.world_),
        thread_([this] { Run(); }) {}
  ~Runner() {
    Stop();
    thread_.join();
  }

  const Sources::value_type& source() const { return source_; }
  bool ended() const { return ended_; }
  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
  }

 private:
  void Run() {
    const net::Interruptible scope([this] { return stop_.load(); });
    for (auto beat = SteadyClock::now(); !Wait(beat); beat = NextBeat(beat, poll_.Pause(), SteadyClock::now())) Look();
    ended_ = true;
  }
  void Look() {
    auto reading = poll_.Look(SteadyClock::now());
    if (stop_) return;
    reading.at = watch_.clock_.Now();
    Readings readings;
    readings.services.push_back(std::move(reading));
    watch_.observations_.OnReadings(std::move(readings));
  }
  /// Whether it is to end.
  bool Wait(SteadyTime until) {
    std::unique_lock lock(mutex_);
    return wake_.wait_until(lock, until, [this] { return stop_.load(); });
  }

  const Sources::value_type source_;
  const SourceWatch& watch_;
  SourcePoll poll_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> stop_{false}, ended_{false};
  std::thread thread_;  ///< last: it uses all of the above
};

SourceWatch::SourceWatch(const Clock& clock, Observations& observations, SourceWorld world)
    : clock_(clock), observations_(observations), world_(std::move(world)) {}

SourceWatch::~SourceWatch() {
  for (const auto& runner : runners_) runner->Stop();
}

void SourceWatch::Watch(const Sources& sources) {
  const std::lock_guard lock(mutex_);
  const auto stays = [&](const std::unique_ptr<Runner>& runner) {
    return std::find(sources.begin(), sources.end(), runner->source()) != sources.end();
  };
  std::erase_if(retired_, [](const auto& runner) { return runner->ended(); });
  const auto leaving = std::stable_partition(runners_.begin(), runners_.end(), stays);
  for (auto runner = leaving; runner != runners_.end(); ++runner) {
    (*runner)->Stop();
    retired_.push_back(std::move(*runner));
  }
  runners_.erase(leaving, runners_.end());
  for (const auto& source : sources) {
    const auto runs = [&](const std::unique_ptr<Runner>& runner) { return runner->source() == source; };
    if (std::none_of(runners_.begin(), runners_.end(), runs))
      runners_.push_back(std::make_unique<Runner>(source, *this));
  }
}

}  // namespace docktor::observe
