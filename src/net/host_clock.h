#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "core/clock.h"
#include "net/clock_mark.h"

namespace docktor::net {

/// How a clock follows the system's date without a leap: it runs at the rate of a steady counter, and is drawn to the
/// date by at most a tenth of the time that passed. So its rate is always between 0.9 and 1.1.
class ClockSteering {
 public:
  using Steady = std::chrono::nanoseconds;  ///< since any fixed point
  using Wall = std::chrono::sys_time<std::chrono::nanoseconds>;

  ClockSteering(Steady steady, Wall wall) : last_(steady), now_(wall) {}

  /// The time at which the two counters show this. A steady counter that goes back is taken as standing still.
  Wall At(Steady steady, Wall wall);

 private:
  Steady last_;
  Wall now_;
};

/// What the system's date is.
ClockMark DateMark();

/// The machine's clock: right when it is made, steered since. Time that the machine slept has passed.
class HostClock final : public Clock {
 public:
  HostClock() : HostClock(DateMark()) {}
  Instant Now() const override;
  Instant Date() const override;
  /// For the next process, which can tell by it whether the date was set.
  ClockMark Mark() const;

 private:
  explicit HostClock(const ClockMark& start);

  const std::string boot_;
  mutable std::mutex mutex_;
  mutable ClockSteering steering_;
};

}  // namespace docktor::net
