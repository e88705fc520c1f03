#pragma once

#include <algorithm>

#include "core/load_point.h"

namespace docktor::forecast {

/// What a replica burns of its CPU while nobody asks anything of it.
constexpr double kIdleCpu = 0.02;

/// The load that is behind the CPU of so many running replicas, which `busy` fully busy ones would use: what is asked
/// of them, without what they burn anyway. Pilots count demand like this, the store as it is used.
inline double DemandBehind(double busy, double running) {
  return std::max(0.0, (busy - kIdleCpu * running) / (1 - kIdleCpu));
}
inline double DemandBehind(const LoadPoint& point) { return DemandBehind(point.demand, point.running); }

/// And back.
inline double BusyWith(double demand, double running) { return kIdleCpu * running + (1 - kIdleCpu) * demand; }

}  // namespace docktor::forecast
