#pragma once

#include <chrono>

#include "cli/interrupt.h"
#include "cli/terminal.h"

namespace docktor::cli::chat {

/// Whether to wait on for an answer. After three seconds without one a person at a terminal is told, once, that it
/// still comes and how to stop it.
class Waiting {
 public:
  explicit Waiting(bool tells) : tells_(tells) {}
  void Heard() { tells_ = false; }
  /// Asked again and again while nothing comes.
  bool Over() {
    if (tells_ && std::chrono::steady_clock::now() - began_ > std::chrono::seconds(3)) {
      Note("… no answer yet; Ctrl-C stops waiting for it");
      tells_ = false;
    }
    return Interrupted();
  }

 private:
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  bool tells_;
};

}  // namespace docktor::cli::chat
