#pragma once

#include <functional>
#include <thread>
#include <variant>

#include "control/mailbox.h"
#include "core/ports/journal.h"

namespace docktor::control {

/// Writes to the journal on a thread of its own, in order, so that the thread of the pilots never waits for a disk.
/// Public members are thread-safe.
class Scribe {
 public:
  explicit Scribe(Journal& journal) : journal_(journal), thread_([this] { Run(); }) {}
  /// Writes what is left first.
  ~Scribe() {
    queue_.Close();
    thread_.join();
  }

  void Write(RecordBody body) { queue_.Put(std::move(body)); }
  /// Calls `then` once everything before is on disk, or the journal does not wait for the disk any longer.
  void Then(std::function<void()> then) { queue_.Put(std::move(then)); }

 private:
  using Job = std::variant<RecordBody, std::function<void()>>;
  void Run();
  void Do(Job& job);

  Journal& journal_;
  Mailbox<Job> queue_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::control
