#include "cli/interrupt.h"

#include <atomic>
#include <csignal>

namespace docktor::cli {
namespace {

std::atomic<bool> interrupted{false}, told_to_end{false};
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

void WatchForInterrupt() {
  struct sigaction action {};
  action.sa_handler = [](int signal) { (signal == SIGINT ? interrupted : told_to_end) = true; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool Interrupted() { return interrupted || told_to_end; }

void ForgetInterrupt() { interrupted = false; }

}  // namespace docktor::cli
