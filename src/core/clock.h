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
};

}  // namespace docktor
