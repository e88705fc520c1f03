#include "simulate/own_past.h"

namespace docktor::simulate {
namespace {

constexpr Duration kStep = 5min;
constexpr std::size_t kMost = 35 * 24 * 12;

}  // namespace

bool OwnPast::Note(const LoadPoint& tick) {
  const bool ended = ticks_ > 0 && tick.at - sum_.at >= kStep;
  if (ended) {
    steps_.push_back({sum_.at, sum_.demand / ticks_, sum_.running / ticks_});
    if (steps_.size() > kMost) steps_.erase(steps_.begin());
    ticks_ = 0;
  }
  if (ticks_++ == 0) sum_ = {.at = tick.at};
  sum_.demand += tick.demand;
  sum_.running += tick.running;
  return ended;
}

}  // namespace docktor::simulate
