#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "cli/client.h"
#include "cli/daemon/daemon_place.h"
#include "cli/top/sight.h"

namespace docktor::cli::top {

/// Follows a daemon, and looks for it again where it has gone. Thread-safe.
class Feed {
 public:
  /// `find` is asked for the daemon each time, from threads of the feed's own.
  explicit Feed(std::function<Result<DaemonPlace>()> find);
  ~Feed();  ///< takes up to a quarter of a second
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  Sight Now() const;

 private:
  void Follow(const char* operation, const json::object& input, const std::function<void(const json::value&)>& take);
  void TakeStatus(const json::value& item);
  void TakeEvent(const json::value& item);
  bool Pause();

  const std::function<Result<DaemonPlace>()> find_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> ending_{false};
  Sight sight_;
  std::thread status_, events_;  // last: they run on the members above
};

}  // namespace docktor::cli::top
