#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "operations/declare/sink.h"

namespace docktor::serve {

/// The bridge between an operation, which answers from any thread, and the connection that waits for the answer.
class Exchange {
 public:
  /// `wake` is called after each change until the connection abandons the exchange; short, from any thread.
  /// More than `most_waiting` items that nobody took: the connection is too slow and is cut.
  Exchange(std::function<void()> wake, std::size_t most_waiting);

  // The operation's side.
  void Push(json::value item);
  void End(Status how);  ///< the first one counts
  void Keep(std::shared_ptr<void> resource);
  bool Wanted() const;
  /// The operation has been begun: what could be wrong with the input has been said.
  void Begun();

  // The connection's side.
  struct Taken {
    std::vector<json::value> items;
    std::optional<Status> end;  ///< nothing comes after this
    bool begun = false;
  };
  /// What has come since the last time.
  Taken Take();
  /// Nobody listens any more: what was kept is released, on this thread.
  void Abandon();

 private:
  void Wake() const;

  mutable std::mutex mutex_;
  std::function<void()> wake_;
  std::size_t most_waiting_;
  std::vector<json::value> items_;
  std::optional<Status> end_;
  bool begun_ = false;
  bool abandoned_ = false;
  std::vector<std::shared_ptr<void>> kept_;
};

/// The sink that an operation gets.
std::shared_ptr<operations::Sink> SinkInto(std::shared_ptr<Exchange> exchange);

}  // namespace docktor::serve
