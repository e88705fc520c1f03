#pragma once

namespace docktor::app {

/// What ends the daemon: SIGINT, SIGTERM, or Raise. Made before any other thread, so that all inherit the mask and the
/// signals reach nobody else. SIGHUP is ignored meanwhile: closing a terminal ends nothing.
class EndSignal {
 public:
  EndSignal();
  /// Blocks until one has come.
  void Wait();
  /// From any thread.
  static void Raise();
};

}  // namespace docktor::app
