#pragma once

#include <functional>
#include <variant>

#include "core/ports/journal.h"
#include "net/serial_worker.h"

namespace docktor::control {

/// Writes to the journal on a thread of its own, in order, so that the thread of the pilots never waits for a disk.
/// Public members are thread-safe.
class Scribe {
 public:
  explicit Scribe(Journal& journal) : journal_(journal) {}
  /// Writes what is left first, on the thread that ends it. Nobody may call any more.
  ~Scribe();

  void Write(RecordBody body) { worker_.Put(std::move(body)); }
  /// Calls `then` once everything before is on disk, or the journal does not wait for the disk any longer.
  void Then(std::function<void()> then) { worker_.Put(std::move(then)); }

 private:
  using Job = std::variant<RecordBody, std::function<void()>>;
  void Do(Job& job);

  Journal& journal_;
  net::SerialWorker<Job> worker_{[this](Job job) { Do(job); }};  // last: runs on the members above
};

}  // namespace docktor::control
