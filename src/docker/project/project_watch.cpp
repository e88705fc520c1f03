#include "docker/project/project_watch.h"

#include <algorithm>
#include <utility>

#include "docker/engine_event.h"
#include "docker/project/labels.h"
#include "net/interruptible.h"

namespace docktor::docker {
ProjectWatch::ProjectWatch(Engine& engine, const Clock& clock, Observations& observations, std::string project,
                           const std::vector<ServiceFacts>& empty, WatchPace pace)
    : engine_(engine),
      clock_(clock),
      observations_(observations),
      filter_{std::move(project)},
      pace_(pace),
      survey_(engine, filter_, empty),
      listener_([this] { Listen(); }),
      reader_([this] { Read(); }) {}

ProjectWatch::~ProjectWatch() { Stop(); }

void ProjectWatch::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (listener_.joinable()) listener_.join();
  if (reader_.joinable()) reader_.join();
}

void ProjectWatch::Listen() {
  const auto stop = [this] { return stopping_.load(); };
  const net::Interruptible interruptible(stop);
  Duration retry = pace_.first_retry;
  while (!stopping_) {
    const auto opened = [&] {
      retry = pace_.first_retry;
      Opened();
    };
    const auto ended = engine_.Events(
        filter_, opened, [this](const EngineEvent& event) { Happened(event); }, stop);
    Closed(ended ? Error{Errc::kUnavailable, "the stream of events has ended"} : ended.error());
    Pause(retry);
    retry = std::min(retry * 2, pace_.last_retry);
  }
}

void ProjectWatch::Opened() {
  const std::lock_guard lock(mutex_);
  open_ = due_ = stale_.all = true;
  memory_kills_.Missed();
  changed_.notify_all();
}

void ProjectWatch::Happened(const EngineEvent& event) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  due_ = true;
  stale_.some.insert(event.container);
  memory_kills_.On(event);
  changed_.notify_all();
  const auto one_off = Attribute(event, kOneOffLabel);
  const ServiceKey service{Attribute(event, kProjectLabel), Attribute(event, kServiceLabel)};
  if (service.project != filter_.project || service.service.empty() || one_off == "True") return;
  observations_.OnActivity({.service = service,
                            .container = event.container,
                            .action = event.action,
                            .signal = Attribute(event, "signal"),
                            .copy_of = Attribute(event, kCopyLabel),
                            .at = skew_.Here(event.at)});
}

void ProjectWatch::Closed(const Error& error) {
  const std::lock_guard lock(mutex_);
  open_ = false;
  TellLost(error);
}

void ProjectWatch::Read() {
  const net::Interruptible interruptible([this] { return stopping_.load(); });
  Duration pause{0}, retry = pace_.first_retry;
  while (const auto reading = AwaitReading(pause)) {
    const bool read = Conclude(reading->losses, survey_.Take(clock_.Now(), reading->stale));
    pause = read ? pace_.between_reads : retry;
    retry = read ? pace_.first_retry : std::min(retry * 2, pace_.last_retry);
  }
}

/// Until a reading is due, but `pause` at least. Empty when the watch stops.
std::optional<ProjectWatch::Reading> ProjectWatch::AwaitReading(Duration pause) {
  if (!Pause(pause)) return std::nullopt;
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || (open_ && due_); };
  do {
    while (!changed_.wait_for(lock, pace_.resync, wanted) && !open_) {
    }
    changed_.wait_for(lock, pace_.word_of_memory, [this] { return stopping_ || !memory_kills_.Awaiting(); });
    memory_kills_.StopAwaiting();
  } while (!open_ && !stopping_);
  if (stopping_) return std::nullopt;
  due_ = false;
  if (++readings_ >= pace_.whole_every) stale_.all = true;
  if (stale_.all) readings_ = 0;
  return Reading{losses_, std::exchange(stale_, {})};
}

bool ProjectWatch::Conclude(int losses, Result<Topology> topology) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  if (!topology || losses != losses_) due_ = stale_.all = true;
  if (topology && memory_kills_.Awaiting()) return due_ = true;  // who died meanwhile is told with the reason
  if (!topology) {
    TellLost(topology.error());
    return false;
  }
  if (losses == losses_) {
    told_lost_ = false;
    memory_kills_.MarkIn(*topology);
    skew_.Note(engine_.Date(), clock_.Now());
    for (auto& facts : topology->services) skew_.Shift(facts);
    observations_.OnTopology(*std::move(topology));
  }
  return true;
}

void ProjectWatch::TellLost(const Error& error) {
  ++losses_;
  if (stopping_ || std::exchange(told_lost_, true)) return;
  observations_.OnEngineLost(error);
}

/// False when the watch stops meanwhile.
bool ProjectWatch::Pause(Duration pause) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, pause, [this] { return stopping_.load(); });
}

}  // namespace docktor::docker
