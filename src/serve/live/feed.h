#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "operations/world/context.h"

namespace docktor::serve {

/// What goes on, as messages that are written once for all who follow:
/// `{"type":"event","event":…}`, an item of the operation `events`, when it happens;
/// `{"type":"snapshot","at":…,"services":[…],"status":…}`, as the operations `services` and `status` answer, once a
/// second where it has changed.
/// They are numbered, also across restarts of the daemon. Nobody has a queue of his own: who is slow gets the events
/// that are kept and the newest snapshot. Thread-safe.
class Feed {
 public:
  static constexpr std::size_t kKept = 500;  ///< events

  struct Message {
    std::uint64_t number = 0;
    std::shared_ptr<const std::string> text;  ///< JSON
  };
  struct Batch {
    std::vector<Message> messages;  ///< in the order of their numbers
    std::uint64_t next = 0;         ///< to be asked for next
  };

  /// `on_message`: there is something new; called from any thread, and to be short.
  Feed(operations::Context& context, std::function<void()> on_message);
  ~Feed();

  /// What came after the message of that number; without one, or where that is none of this daemon: a snapshot of now.
  Batch After(std::optional<std::uint64_t> number);

  /// While somebody has the handle, snapshots are made. It may outlive the feed.
  std::shared_ptr<void> Follow();

 private:
  void OnNews(const pilot::News& news);
  void LookAgain();
  void LookUnlessJustDone();
  bool IsNone(std::optional<std::uint64_t> number);
  std::uint64_t NextNumber();

  operations::Context& context_;
  std::function<void()> on_message_;
  std::shared_ptr<std::atomic<int>> followers_ = std::make_shared<std::atomic<int>>(0);
  std::mutex looking_;  ///< one look after the other; before mutex_
  std::mutex mutex_;
  std::uint64_t first_, last_;  ///< numbers: before the first of this daemon, and that of the newest message
  std::deque<Message> events_;
  Message snapshot_;
  std::string state_;  ///< that of the snapshot, but for its time
  std::optional<Instant> looked_;
  std::shared_ptr<void> news_, ticks_;
};

}  // namespace docktor::serve
