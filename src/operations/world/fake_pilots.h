#pragma once

#include <list>
#include <mutex>
#include <optional>

#include "operations/world/pilots.h"
#include "operations/world/ticker.h"

namespace docktor::operations {

/// Pilots in memory: a command changes what the next snapshot says, at once.
class FakePilots final : public Pilots {
 public:
  std::shared_ptr<const pilot::Snapshot> Latest() const override;
  std::optional<std::string> JournalTrouble() const override { return Latest()->journal_error; }
  void Send(pilot::Command command, std::function<void(pilot::Answer)> done) override;
  std::shared_ptr<void> Subscribe(std::function<void(const pilot::News&)> on_news) override;

  void Show(pilot::Snapshot snapshot);
  void Publish(const pilot::News& news);
  std::size_t subscribers() const;

  std::optional<Error> fail_next;  ///< consumed by the next command
  bool drop_commands = false;      ///< as when control ends: nobody answers
  bool hold_commands = false;      ///< nobody answers for now: see ReleaseHeld
  void ReleaseHeld();

 private:
  pilot::Answer Do(const pilot::Command& command);

  mutable std::mutex mutex_;
  std::shared_ptr<const pilot::Snapshot> snapshot_ = std::make_shared<pilot::Snapshot>();
  std::list<std::function<void(const pilot::News&)>> subscribers_;
  std::vector<std::function<void(pilot::Answer)>> held_;
  std::uint64_t last_id_ = 100;
};

/// Ticks when told to.
class HandTicker final : public Ticker {
 public:
  std::shared_ptr<void> EverySecond(std::function<void()> tick) override;
  void Tick();
  std::size_t watchers() const;

 private:
  mutable std::mutex mutex_;
  std::list<std::function<void()>> ticks_;
};

}  // namespace docktor::operations
