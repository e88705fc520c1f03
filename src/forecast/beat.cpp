#include "forecast/beat.h"

#include <cmath>

namespace docktor::forecast {

double Share(Duration time_constant) { return -std::expm1(-Seconds(kBeat) / Seconds(time_constant)); }

}  // namespace docktor::forecast
