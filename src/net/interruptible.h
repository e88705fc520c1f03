#pragma once

#include <functional>

namespace docktor::net {

/// While one of these lives, what its thread waits for in this room ends early once `stop` says so (asked at least
/// every 250 ms). For a thread that must be joined soon whatever the other side does. Scopes of a thread nest: any of
/// them may end the wait.
class Interruptible {
 public:
  explicit Interruptible(std::function<bool()> stop);
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  /// Whether the calling thread has been told to stop waiting.
  static bool Interrupted();

 private:
  std::function<bool()> stop_;
  const Interruptible* outer_;
};

}  // namespace docktor::net
