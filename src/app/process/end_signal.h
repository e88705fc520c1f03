#pragma once

#include <functional>

namespace docktor::app {

/// What ends the daemon: SIGINT, SIGTERM, or Raise. Made before any other thread, so that all inherit the mask and the
/// signals reach nobody else. SIGHUP ends nothing: neither does closing a terminal.
class EndSignal {
 public:
  EndSignal();
  /// Blocks until one has come. `on_hangup` is called for each SIGHUP meanwhile.
  void Wait(const std::function<void()>& on_hangup);
  /// From any thread.
  static void Raise();
};

}  // namespace docktor::app
