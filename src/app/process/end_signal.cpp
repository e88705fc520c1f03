#include "app/process/end_signal.h"

#include <csignal>

#include <unistd.h>

namespace docktor::app {
namespace {

sigset_t Awaited() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

EndSignal::EndSignal() {
  const auto awaited = Awaited();
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void EndSignal::Wait(const std::function<void()>& on_hangup) {
  const auto awaited = Awaited();
  for (int which = 0;;) {
    sigwait(&awaited, &which);
    if (which != SIGHUP) return;
    on_hangup();
  }
}

void EndSignal::Raise() { kill(getpid(), SIGTERM); }

}  // namespace docktor::app
