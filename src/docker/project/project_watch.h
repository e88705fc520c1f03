#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/clock.h"
#include "core/ports/observations.h"
#include "docker/engine.h"
#include "docker/project/engine_skew.h"
#include "docker/project/memory_kills.h"
#include "docker/project/project_survey.h"

namespace docktor::docker {

/// How often a watch looks.
struct WatchPace {
  Duration between_reads = 100ms;  ///< at least, however many events arrive
  Duration resync = 10s;           ///< reads anyway, events or not
  int whole_every = 6;             ///< so manieth reading asks again about containers of which nothing was heard
  Duration first_retry = 200ms;    ///< after the engine was lost; doubles up to
  Duration last_retry = 2s;
  Duration word_of_memory = 250ms;  ///< waited for after a container was killed by nobody known
};

/// Keeps `observations` told what one project's containers are.
///
/// It follows the engine's events on one thread and reads everything anew on another: when the stream has opened, after
/// events, and every `resync`. What neither an event nor the engine's list shows to have changed is asked again only
/// now and then. Each event is told as OnActivity before the reading that it causes. When the stream breaks or a
/// reading fails, OnEngineLost is told once; then it tries again for ever, and the next OnTopology says that the engine
/// is back.
///
/// Times of the engine are told as this machine's clock would have shown them.
///
/// `empty` are services that have no containers at the start, as far as is known.
///
/// Runs from its making on. `Stop` (and the destructor) return within a second even if an engine of Connect() hangs;
/// nothing is told afterwards. Everything handed in must outlive the watch.
class ProjectWatch {
 public:
  ProjectWatch(Engine& engine, const Clock& clock, Observations& observations, std::string project,
               const std::vector<ServiceFacts>& empty = {}, WatchPace pace = {});
  ~ProjectWatch();
  ProjectWatch(const ProjectWatch&) = delete;
  ProjectWatch& operator=(const ProjectWatch&) = delete;

  void Stop();

 private:
  void Listen();
  void Opened();
  void Happened(const EngineEvent& event);
  void Closed(const Error& error);

  void Read();
  struct Reading {
    int losses;  ///< so far, at its beginning
    Stale stale;
  };
  std::optional<Reading> AwaitReading(Duration pause);
  bool Conclude(int losses, Result<Topology> topology);

  void TellLost(const Error& error);
  bool Pause(Duration pause);

  Engine& engine_;
  const Clock& clock_;
  Observations& observations_;
  const ProjectFilter filter_;
  const WatchPace pace_;
  ProjectSurvey survey_;  // of the reading thread

  std::mutex mutex_;  // also held while `observations_` is told, so that all arrives in order
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  bool open_ = false;  // the stream of events stands
  bool due_ = false;   // something may have changed since the last reading began:
  Stale stale_{.all = true};
  int readings_ = 0;  // since the last that asked about all
  EngineSkew skew_;
  bool told_lost_ = false;
  MemoryKills memory_kills_;
  int losses_ = 0;  // a reading that began before a loss is worth nothing

  std::thread listener_;
  std::thread reader_;
};

}  // namespace docktor::docker
