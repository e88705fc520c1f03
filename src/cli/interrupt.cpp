#include "cli/interrupt.h"

#include <atomic>
#include <csignal>

#include <unistd.h>

namespace docktor::cli {
namespace {

std::atomic<bool> interrupted{false}, told_to_end{false}, insists{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void Note(int signal) {
  if (signal != SIGALRM) (signal == SIGINT ? interrupted : told_to_end) = true;
  if (insists && Interrupted()) alarm(1);
}

}  // namespace

void WatchForInterrupt() {
  struct sigaction action {};
  action.sa_handler = Note;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void InterruptLateReads() {
  struct sigaction action {};
  action.sa_handler = Note;
  sigaction(SIGALRM, &action, nullptr);
  insists = true;
}

bool Interrupted() { return interrupted || told_to_end; }

void ForgetInterrupt() {
  interrupted = false;
  if (insists && !told_to_end) alarm(0);
}

}  // namespace docktor::cli
