#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <variant>

#include "control/mailbox.h"
#include "core/clock.h"
#include "core/ports/journal.h"

namespace docktor::control {

/// Writes to the journal on a thread of its own, in order, so that the thread of the pilots never waits for a disk.
/// Public members are thread-safe.
class Scribe {
 public:
  Scribe(Journal& journal, const Clock& clock) : journal_(journal), clock_(clock), thread_([this] { Run(); }) {}
  /// Writes what is left first.
  ~Scribe() {
    queue_.Close();
    thread_.join();
  }

  void Write(RecordBody body) { queue_.Put(std::move(body)); }
  /// Calls `then` once everything before is on disk, or the disk has refused it.
  void Then(std::function<void()> then) { queue_.Put(std::move(then)); }
  /// Why the disk refuses, or for how long it has not answered; empty: it takes what it is given.
  std::optional<std::string> Trouble() const;

 private:
  using Job = std::variant<RecordBody, std::function<void()>>;
  void Run();
  void Do(Job& job);

  Journal& journal_;
  const Clock& clock_;
  Mailbox<Job> queue_;
  mutable std::mutex mutex_;
  std::optional<Instant> writing_since_;
  std::optional<std::string> trouble_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::control
