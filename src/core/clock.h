#pragma once

#include "core/time.h"

namespace docktor {

/// The one source of time. `Now` never goes back and never leaps: an implementation follows corrections of the
/// system's clock gradually, so that no window or deadline ends early because somebody set the date.
/// Safe to call from every thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
  /// What the system's date is: for what people tie to a date, such as schedules. It leaps where somebody sets it.
  virtual Instant Date() const { return Now(); }
};

}  // namespace docktor
