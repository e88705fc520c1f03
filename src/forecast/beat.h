#pragma once

#include "core/time.h"

namespace docktor::forecast {

/// How often a forecaster takes an observation. All its averages are counted in beats.
constexpr Duration kBeat = 5s;

/// What an exponential average with this time constant takes of each new value.
double Share(Duration time_constant);

}  // namespace docktor::forecast
