#include "forecast/start_time.h"

#include <algorithm>

namespace docktor::forecast {
namespace {

constexpr Duration kLongest = 30min;
constexpr double kFall = 0.05;

}  // namespace

void StartTime::Took(Duration start) {
  start = std::clamp(start, Duration{0}, kLongest);
  if (!seen_ || start > learned_)
    learned_ = start;
  else
    learned_ -= FromSeconds(kFall * Seconds(learned_ - start));
  seen_ = true;
}

}  // namespace docktor::forecast
