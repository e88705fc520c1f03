#pragma once

#include <chrono>

namespace docktor::observe {

/// The next time after `now` that lies a whole number of periods from `first`: beats that were missed are left out,
/// and lateness of one does not move the others. `period` > 0.
constexpr std::chrono::steady_clock::time_point NextBeat(std::chrono::steady_clock::time_point first,
                                                         std::chrono::steady_clock::duration period,
                                                         std::chrono::steady_clock::time_point now) {
  if (now < first) return first;
  return first + ((now - first) / period + 1) * period;
}

}  // namespace docktor::observe
