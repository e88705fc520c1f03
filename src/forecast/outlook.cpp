#include "forecast/outlook.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <optional>

#include "forecast/load_grid.h"

namespace docktor::forecast {
namespace {

constexpr int kHour = LoadGrid::kHour, kDay = LoadGrid::kDay, kWeek = LoadGrid::kWeek;
/// How far ahead the simple forecasts are compared; between two of these the farther one's judgement holds.
constexpr std::array<int, 8> kDistances{1, 3, kHour, 2 * kHour, 4 * kHour, 8 * kHour, 16 * kHour, kDay};
constexpr int kWalk = kWeek;        // so far back each moment is taken for the present once
constexpr int kWalkStep = 3;        // one of three, where there is more than a day
constexpr int kFew = 12;            // occasions before anything is said of the band
constexpr std::size_t kMost = 448;  // occasions that the band is made of
constexpr double kShare = 0.02;     // of each new error
constexpr double kLeast = 0.05;     // busy replicas, so that ratios of nearly nothing mean nothing
constexpr double kLow = 0.1, kMiddle = 0.5, kHigh = 0.9;

/// As now, as yesterday, as on the last days, as on the same weekday.
constexpr std::size_t kWays = 4;
using Ways = std::array<double, kWays>;

/// What each would say at `now` of the step that is so far ahead; no number where it has nothing to go by.
Ways Ask(const LoadGrid& load, int now, int ahead) {
  const int then = now + ahead;
  const int days = (ahead + kDay - 1) / kDay, weeks = (ahead + kWeek - 1) / kWeek;
  return {load.Mean(now, 1, 3), load.Mean(then - days * kDay, 1, 1), load.Mean(then - days * kDay, kDay, 7),
          load.Mean(then - weeks * kWeek, kWeek, 4)};
}

/// What has been seen of the ways at one distance.
class Distance {
 public:
  explicit Distance(int ahead) : ahead_(ahead) { errors_.fill(1); }

  int ahead() const { return ahead_; }

  /// Their mean by weight; no number where none has anything to say.
  double Expected(const Ways& said) const {
    double total = 0, sum = 0;
    for (std::size_t i = 0; i < kWays; ++i) {
      if (std::isnan(said[i])) continue;
      const double weight = 1 / (errors_[i] * errors_[i] + 1e-6);
      total += weight;
      sum += weight * said[i];
    }
    return total > 0 ? sum / total : std::nan("");
  }

  bool KnowsBand() const { return ratios_.size() >= static_cast<std::size_t>(kFew); }
  /// What came on the occasions that are known, relative to what had been expected.
  struct Band {
    double low = 0, middle = 0, high = 0;
  };
  Band BandOf(double expected) const {
    auto sorted = std::vector<double>(ratios_.begin(), ratios_.end());
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&](double share) {
      const double ratio =
          sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
      return std::max(0.0, ratio * (expected + kLeast) - kLeast);
    };
    return {at(kLow), at(kMiddle), at(kHigh)};
  }

  /// What came of what had been said, once: `came` is no number where nothing was seen.
  void Judge(const Ways& said, double came) {
    const double expected = Expected(said);
    if (std::isnan(came) || std::isnan(expected)) return;
    if (KnowsBand()) Note(said, expected, came);
    for (std::size_t i = 0; i < kWays; ++i)
      if (!std::isnan(said[i])) errors_[i] += kShare * (std::abs(said[i] - came) / (came + kLeast) - errors_[i]);
    ratios_.push_back((came + kLeast) / (expected + kLeast));
    if (ratios_.size() > kMost) ratios_.pop_front();
  }

  std::optional<OutlookAccuracy> Accuracy() const {
    if (sum_.occasions == 0) return std::nullopt;
    auto mean = sum_;
    mean.ahead = ahead_ * LoadGrid::kStep;
    for (double* figure : {&mean.covered, &mean.error, &mean.error_as_now, &mean.error_as_yesterday})
      *figure /= mean.occasions;
    return mean;
  }

 private:
  /// Only occasions on which all could be compared.
  void Note(const Ways& said, double expected, double came) {
    if (std::isnan(said[0]) || std::isnan(said[1])) return;
    const auto [low, middle, high] = BandOf(expected);
    ++sum_.occasions;
    sum_.covered += came >= low && came <= high ? 1 : 0;
    sum_.error += std::abs(middle - came);
    sum_.error_as_now += std::abs(said[0] - came);
    sum_.error_as_yesterday += std::abs(said[1] - came);
  }

  int ahead_;
  Ways errors_;  ///< of each way: mean, relative
  std::deque<double> ratios_;
  OutlookAccuracy sum_;
};

/// Each moment of the last week is the present once; what it says is judged when that time has come.
void Walk(const LoadGrid& load, Distance& distance) {
  const int step = load.size() < kDay ? 1 : kWalkStep;
  std::deque<std::pair<int, Ways>> open;
  for (int now = std::max(0, load.size() - 1 - kWalk - distance.ahead()); now < load.size(); now += step) {
    for (; !open.empty() && open.front().first <= now; open.pop_front())
      distance.Judge(open.front().second, load[open.front().first]);
    open.emplace_back(now + distance.ahead(), Ask(load, now, distance.ahead()));
  }
}

std::optional<OutlookPoint> PointAt(const LoadGrid& load, const Distance& distance, int ahead) {
  const int now = load.size() - 1;
  const double expected = distance.Expected(Ask(load, now, ahead));
  if (!distance.KnowsBand() || std::isnan(expected)) return std::nullopt;
  const auto [low, middle, high] = distance.BandOf(expected);
  return OutlookPoint{load.At(now + ahead), low, middle, high};
}

}  // namespace

Outlook LookOut(std::span<const LoadPoint> history, Instant now) {
  const LoadGrid load(history, now);
  Outlook outlook;
  int ahead = 1;
  for (const int steps : kDistances) {
    Distance distance(steps);
    Walk(load, distance);
    if (const auto accuracy = distance.Accuracy()) outlook.accuracy.push_back(*accuracy);
    for (; ahead <= steps; ++ahead)
      if (const auto point = PointAt(load, distance, ahead)) outlook.points.push_back(*point);
  }
  return outlook;
}

}  // namespace docktor::forecast
