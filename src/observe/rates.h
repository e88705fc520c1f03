#pragma once

#include <optional>

#include "core/reading.h"
#include "observe/counters.h"

namespace docktor::observe {

/// Two samples further apart than this say nothing about the time up to the second: something stood still meanwhile.
constexpr Duration kLongestGap = 5s;

/// What `replica` used between two samples of its counters; the time between them is that of the steady clock, `at`
/// is when the second was taken. Pure.
///
/// Nothing comes of a counter that went back (the replica was started anew), of a gap longer than `kLongestGap`, nor
/// of samples less than a millisecond apart or in the wrong order. Without scheduler periods nothing was throttled.
std::optional<Reading> MakeReading(const ContainerId& replica, const Sample& before, const Sample& after, Instant at);

}  // namespace docktor::observe
