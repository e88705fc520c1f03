#include "forecast/levels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace docktor::forecast {
namespace {

constexpr int kUsedTo = 6;           // beats before anything is unusual
constexpr double kMoved = 2;         // standard deviations, of two beats
constexpr double kBurst = 4;         // of one beat
constexpr double kLeastScale = 0.3;  // replicas
constexpr double kMovedAtLeast = 0.1, kBurstAtLeast = 0.3;
constexpr double kFollow = 0.3;  // of a move, taken over into the calm level

}  // namespace

double Levels::Scale() const { return std::max(calm_, kLeastScale); }

double Levels::Noise() const { return std::sqrt(variance_) * Scale(); }

double Levels::BurstAbove() const {
  return beats_ >= kUsedTo ? fast_ + kBurst * Noise() + kBurstAtLeast : std::numeric_limits<double>::infinity();
}

void Levels::Average(double demand) {
  static const double kFast = Share(15s), kMid = Share(60s), kSlow = Share(300s), kCalm = Share(122s);
  fast_ += kFast * (demand - fast_);
  mid_ += kMid * (demand - mid_);
  slow_ += std::max(kSlow, 1.0 / beats_) * (demand - slow_);
  calm_ += kCalm * (demand - calm_);
}

void Levels::FollowMove(double two_beats, double noise) {
  if (beats_ <= kUsedTo || two_beats - fast_ <= kMoved * noise + kMovedAtLeast) return;
  fast_ = two_beats;
  mid_ = std::max(mid_, two_beats);
  slow_ = std::max(slow_, two_beats);
  calm_ += kFollow * (two_beats - calm_);
}

std::optional<double> Levels::Take(double demand) {
  static const double kVariance = Share(497s);
  const double burst_above = BurstAbove();
  ++beats_;
  if (beats_ == 1) fast_ = mid_ = slow_ = calm_ = last_ = demand;
  const double before = fast_;
  const double two_beats = (demand + last_) / 2;
  const double deviation = (two_beats - calm_) / Scale();
  const bool burst = demand > burst_above;
  Average(demand);
  const double noise = Noise();
  FollowMove(burst ? demand : two_beats, noise);
  variance_ += kVariance * (std::min(deviation * deviation, 9 * variance_ + 0.01) - variance_);
  last_ = demand;
  return burst ? std::optional(before) : std::nullopt;
}

}  // namespace docktor::forecast
