#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/time.h"

namespace docktor::app {

/// Tells the manager that started this process how it is, by systemd's protocol (NOTIFY_SOCKET, WATCHDOG_USEC). Where
/// there is none, as on a terminal, it does nothing. Made before there are other threads.
class ServiceManager {
 public:
  struct Health {
    std::string status;  ///< one line
    bool alive = true;   ///< false: the watchdog is not told so, and will end and start the process anew
  };

  /// Takes the variables out of the environment: child processes are not meant.
  ServiceManager();
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  /// From now on `health` is asked and told, on a thread of its own, until Stopping; every five seconds, or twice in
  /// the time that the watchdog waits.
  void Ready(std::function<Health()> health);
  void Stopping();

 private:
  void Tell(const std::string& lines) const;
  void TellHealth(const Health& health, const char* first) const;
  void EndThread();

  std::string socket_;
  Duration watchdog_{0};  ///< 0: there is none
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace docktor::app
