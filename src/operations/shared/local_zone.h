#pragma once

#include <string>

#include "core/time.h"

namespace docktor::operations {

/// What people's clocks are ahead of UTC, and what they call that.
struct LocalZone {
  std::string name;   ///< "Europe/Berlin", or "CET" where only that is known
  Duration ahead{0};  ///< may be negative
};

/// Of the zone of that name at this time; an empty name, or one that is not known, is the machine's own.
LocalZone ZoneAt(const std::string& name, Instant at);

/// "08:00" by clocks that are `ahead` of UTC; "08:00 tomorrow" where that is the day after that of `now`, and with the
/// date on any other day.
std::string ClockTime(Instant at, Instant now, Duration ahead);

}  // namespace docktor::operations
