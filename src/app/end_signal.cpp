#include "app/end_signal.h"

#include <csignal>

#include <unistd.h>

namespace docktor::app {
namespace {

sigset_t Ends() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

EndSignal::EndSignal() {
  const auto ends = Ends();
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
}

void EndSignal::Wait() {
  const auto ends = Ends();
  int which = 0;
  sigwait(&ends, &which);
}

void EndSignal::Raise() { kill(getpid(), SIGTERM); }

}  // namespace docktor::app
