#include "net/host_clock.h"

#include <algorithm>
#include <ctime>
#include <fstream>

namespace docktor::net {
namespace {

using std::chrono::floor;

/// CLOCK_BOOTTIME, unlike steady_clock, also counts while the machine is suspended.
ClockSteering::Steady SinceBoot() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

ClockSteering::Wall SystemDate() {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

/// Of containers it is that of their host, as CLOCK_BOOTTIME is.
std::string BootId() {
  std::string id;
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::getline(file, id);
  return id;
}

}  // namespace

ClockSteering::Wall ClockSteering::At(Steady steady, Wall wall) {
  const auto passed = std::max(steady - last_, Steady{0});
  last_ += passed;
  now_ += passed;
  now_ += std::clamp(wall - now_, -passed / 10, passed / 10);
  return now_;
}

ClockMark DateMark() { return {BootId(), floor<Duration>(SinceBoot()), floor<Duration>(SystemDate())}; }

HostClock::HostClock(const ClockMark& start) : boot_(start.boot), steering_(start.since_boot, start.now) {}

Instant HostClock::Now() const {
  const std::lock_guard lock(mutex_);
  return floor<Duration>(steering_.At(SinceBoot(), SystemDate()));
}

Instant HostClock::Date() const { return floor<Duration>(SystemDate()); }

ClockMark HostClock::Mark() const {
  const std::lock_guard lock(mutex_);
  const auto since_boot = SinceBoot();
  return {boot_, floor<Duration>(since_boot), floor<Duration>(steering_.At(since_boot, SystemDate()))};
}

}  // namespace docktor::net
