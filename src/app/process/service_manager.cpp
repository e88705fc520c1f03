#include "app/process/service_manager.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::app {
namespace {

std::string Take(const char* variable) {
  const char* value = std::getenv(variable);
  std::string taken = value == nullptr ? "" : value;
  unsetenv(variable);
  return taken;
}

/// Empty where it is meant for another process, or there is none.
Duration WatchdogTime() {
  const auto pid = Take("WATCHDOG_PID"), microseconds = Take("WATCHDOG_USEC");
  if (!pid.empty() && pid != std::to_string(getpid())) return Duration{0};
  return std::chrono::duration_cast<Duration>(
      std::chrono::microseconds(std::strtoll(microseconds.c_str(), nullptr, 10)));
}

}  // namespace

ServiceManager::ServiceManager() : socket_(Take("NOTIFY_SOCKET")), watchdog_(WatchdogTime()) {}

ServiceManager::~ServiceManager() { EndThread(); }

void ServiceManager::Ready(std::function<Health()> health) {
  if (socket_.empty()) return;
  TellHealth(health(), "READY=1\n");
  const auto pause = watchdog_ > Duration{0} ? std::min<Duration>(watchdog_ / 2, 5s) : Duration{5s};
  thread_ = std::thread([this, pause, health = std::move(health)] {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, pause, [this] { return ending_; })) TellHealth(health(), "");
  });
}

void ServiceManager::Stopping() {
  EndThread();
  Tell("STOPPING=1\nSTATUS=shutting down");
}

void ServiceManager::EndThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ServiceManager::TellHealth(const Health& health, const char* first) const {
  auto lines = first + ("STATUS=" + health.status);
  std::replace(lines.begin() + static_cast<std::ptrdiff_t>(std::strlen(first)), lines.end(), '\n', ' ');
  Tell(lines + (watchdog_ > Duration{0} && health.alive ? "\nWATCHDOG=1" : ""));
}

/// A name that begins with "@" is one without a file. Whether it arrives is nobody's affair.
void ServiceManager::Tell(const std::string& lines) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  socket_.copy(address.sun_path, socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  (void)sendto(fd, lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&address),
               size);
  close(fd);
}

}  // namespace docktor::app
