#pragma once

#include <optional>

#include "forecast/beat.h"

namespace docktor::forecast {

/// The level of the demand, averaged over four times, and what counts as noise around it. A level that has moved is
/// followed at once: what two beats in a row say beyond the noise is not averaged away.
class Levels {
 public:
  /// Takes the demand of one beat. Where it was far outside the noise a burst has begun: returns the level before it.
  std::optional<double> Take(double demand);

  double fast() const { return fast_; }  ///< 15 s
  double mid() const { return mid_; }    ///< 1 min
  double slow() const { return slow_; }  ///< 5 min
  double calm() const { return calm_; }  ///< 2 min, and never jumps
  /// What a demand has to exceed to be a burst; infinite while nothing is known to be unusual.
  double BurstAbove() const;
  /// What deviations are measured by.
  double Scale() const;

 private:
  double Noise() const;
  void Average(double demand);
  void FollowMove(double two_beats, double noise);

  int beats_ = 0;
  double last_ = 0;
  double fast_ = 0, mid_ = 0, slow_ = 0, calm_ = 0;
  double variance_ = 0.02;  ///< relative, of the demand around `calm`
};

}  // namespace docktor::forecast
