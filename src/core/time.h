#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor {

using Duration = std::chrono::milliseconds;
/// A point on the clock's timeline (see `Clock`), milliseconds since 1970 UTC.
using Instant = std::chrono::sys_time<Duration>;

using namespace std::chrono_literals;

/// Seconds with fraction: for formulas and for JSON, where a duration is a number of seconds.
constexpr double Seconds(Duration d) { return std::chrono::duration<double>(d).count(); }
/// Saturates instead of overflowing; NaN is zero.
Duration FromSeconds(double seconds);

/// "2026-11-24T22:41:07.250Z"
std::string ToRfc3339(Instant at);
/// Accepts any offset and 0 to 9 digits of fraction.
Result<Instant> ParseInstant(std::string_view text);

/// "90s", "5m", "1h30m", "250ms", "1d": as Go and Compose write durations. Never negative.
Result<Duration> ParseDuration(std::string_view text);
/// The shortest of these forms: "5m", "1m30s", "250ms", "0s".
std::string ToText(Duration d);

}  // namespace docktor
