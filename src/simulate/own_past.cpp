#include "simulate/own_past.h"

#include "forecast/load_grid.h"

namespace docktor::simulate {
namespace {

constexpr std::size_t kMost = 35 * forecast::LoadGrid::kDay;

}  // namespace

bool OwnPast::Note(const LoadPoint& tick) {
  const bool ended = ticks_ > 0 && tick.at - sum_.at >= forecast::LoadGrid::kStep;
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
