#include "forecast/burst_growth.h"

#include <algorithm>
#include <cmath>

#include "forecast/beat.h"

namespace docktor::forecast {
namespace {

constexpr int kWatched = static_cast<int>(1min / kBeat);
constexpr double kShare = 0.2;  // of each new burst
constexpr double kMost = 6;     // times the first step

}  // namespace

void BurstGrowth::Begin(double before, double demand, bool pinned) {
  if (open_) return Take(demand, pinned);
  open_ = Burst{.before = before, .step = demand - before, .most = demand, .pinned = pinned};
}

void BurstGrowth::Take(double demand, bool pinned) {
  if (!open_) return;
  open_->most = std::max(open_->most, demand);
  open_->pinned |= pinned;
  if (++open_->beats >= kWatched) End();
}

void BurstGrowth::End() {
  const double seen = std::clamp((open_->most - open_->before) / open_->step - 1, 0.0, kMost);
  const double growth = open_->pinned ? std::max(seen, learned_) : seen;
  learned_ += kShare * (growth - learned_);
  ++bursts_;
  open_.reset();
}

void BurstGrowth::Recall(const BurstLesson& lesson) {
  if (lesson.bursts <= 0 || !(lesson.growth >= 0 && lesson.growth <= kMost)) return;
  bursts_ = lesson.bursts;
  learned_ = lesson.growth;
}

}  // namespace docktor::forecast
