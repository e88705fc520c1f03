#pragma once

#include <cstdint>
#include <optional>

#include "core/json.h"
#include "observe/counters.h"

namespace docktor::observe {

/// A document of the engine's stats stream. `sample.at` is on the engine's own clock, which somebody may set: only the
/// difference of two means anything, and only where `ClockHeld`.
struct EngineSample {
  Sample sample;
  std::int64_t host_ns = 0;  ///< CPU time of the engine's host, idle time too: so much for each core and second
  int cores = 0;
  std::chrono::steady_clock::time_point arrived{};
};

/// Empty: the container does not run, or that is no such document. Figures that it lacks are zero or missing as in
/// `Counters` and `IoCounters`; CPU pressure is not in it.
std::optional<EngineSample> ParseStats(const json::object& stats, std::chrono::steady_clock::time_point arrived);

/// Whether the time between two samples by the engine's clock is about that by the host's cores, or by when they
/// arrived here. Else somebody set the clock.
bool ClockHeld(const EngineSample& before, const EngineSample& after);

}  // namespace docktor::observe
