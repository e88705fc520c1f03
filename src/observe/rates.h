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

/// The same for what is counted by `IoCounters`, which are read less often.
constexpr Duration kLongestIoGap = 15s;

/// Adds to `reading` what came of two samples with such counters; `before` and `after` are theirs. Each figure is
/// apart: one whose counter is missing or went back is left out, and all of them after a gap longer than
/// `kLongestIoGap`. Pure.
void AddIo(Reading& reading, const Sample& before, const Sample& after);

}  // namespace docktor::observe
