#include "net/host_clock.h"

#include <algorithm>
#include <ctime>

namespace docktor::net {
namespace {

/// CLOCK_BOOTTIME, unlike steady_clock, also counts while the machine is suspended.
ClockSteering::Steady SinceBoot() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

ClockSteering::Wall SystemDate() {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

}  // namespace

ClockSteering::Wall ClockSteering::At(Steady steady, Wall wall) {
  const auto passed = std::max(steady - last_, Steady{0});
  last_ += passed;
  now_ += passed;
  now_ += std::clamp(wall - now_, -passed / 10, passed / 10);
  return now_;
}

HostClock::HostClock() : steering_(SinceBoot(), SystemDate()) {}

Instant HostClock::Now() const {
  const std::lock_guard lock(mutex_);
  return std::chrono::floor<Duration>(steering_.At(SinceBoot(), SystemDate()));
}

Instant HostClock::Date() const { return std::chrono::floor<Duration>(SystemDate()); }

}  // namespace docktor::net
