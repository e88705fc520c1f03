#pragma once

#include <string>

#include "core/time.h"

namespace docktor::cli {

/// "14:02:10" by the clock on the wall; with the date where that is not today's.
std::string LocalTime(Instant at, Instant now);
/// "3s ago", "in 2m", "now".
std::string Relative(Instant at, Instant now);
/// One or two units: "2h5m", "45s"; below a second "0s".
std::string Rough(Duration d);

}  // namespace docktor::cli
