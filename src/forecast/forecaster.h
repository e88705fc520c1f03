#pragma once

#include <array>
#include <deque>
#include <string_view>
#include <vector>

#include "core/forecast.h"
#include "core/lessons.h"
#include "forecast/burst_growth.h"
#include "forecast/demand_meter.h"
#include "forecast/levels.h"
#include "forecast/service_time.h"
#include "forecast/start_time.h"

namespace docktor::forecast {

/// Forecasts the demand of one service at the time when a replica that is ordered now can serve, from what it did
/// during the last hours. Five simple experts are weighted by how well each has done lately (inverse squared error),
/// and what came is set against what had been expected, so that the forecast is a distribution. A value; a few
/// microseconds a beat.
class Forecaster {
 public:
  /// One beat later.
  void Take(const Observation& seen);
  /// Nothing was seen for so long that the load may be another one: what it is is learned anew, though neither what it
  /// costs nor how far forecasts miss.
  void Interrupted();
  /// A replica has become ready, this long after it was made.
  void Started(Duration took) { start_time_.Took(took); }

  /// What past weeks say of the horizon, where they say anything.
  void Foresee(std::optional<double> demand) { latest_.foreseen = demand; }
  /// How long a replica takes to start; empty: none was seen starting.
  std::optional<Duration> StartTimeSeen() const { return start_time_.Lesson(); }
  /// The same; a guess where none was seen.
  Duration StartTimeLearned() const { return start_time_.Learned(); }

  /// What outlives a restart; and back, before the first beat. What cannot be is not taken.
  void Teach(Lessons& to) const;
  void Recall(const Lessons& lessons);

  /// Beats that were taken. A forecast of fewer than `kTrusted` is little more than a guess.
  int beats() const { return beats_; }
  static constexpr int kTrusted = 6;
  const Forecast& Latest() const { return latest_; }

 private:
  static constexpr int kExperts = 5;
  using Opinions = std::array<double, kExperts>;
  struct Due {
    int beat = 0;
    Opinions opinions{};
    double expected = 0;
  };

  void SeeLatency(const Observation& seen);
  void SeeThrottling(const Observation& seen);
  void SeeBurst();
  Opinions Ask(int ahead) const;
  double Weigh(const Opinions& opinions);
  void JudgeDue();
  void Judge(const Due& due, double came);
  void SortRatios();
  int Ahead() const;

  DemandMeter meter_;
  StartTime start_time_;
  ServiceTime service_time_, throttled_time_;
  Levels levels_;
  BurstGrowth bursts_;
  std::deque<double> recent_;      ///< demand, newest last, three minutes
  std::deque<Due> due_;            ///< forecasts that were not judged yet
  Opinions error_;                 ///< of each expert: mean squared, relative
  std::vector<double> short_run_;  ///< ratios of what came to what was expected, 40 min; room for all from the start
  std::vector<double> long_run_;   ///< 4 h
  Forecast latest_;
  int beats_ = 0;

 public:
  Forecaster();
};

}  // namespace docktor::forecast
