#include "forecast/unit_cost.h"

#include <algorithm>

#include "forecast/beat.h"

namespace docktor::forecast {
namespace {

constexpr int kFirstHour = static_cast<int>(1h / kBeat);

}  // namespace

void UnitCost::Learn(double demand, double per_second) {
  const double cost = demand / per_second;
  auto& [beats, recent, slow, first] = learned_;
  if (beats <= kFirstHour) ++beats;
  if (beats == 1) recent = slow = cost;
  recent += Seconds(kBeat) / Seconds(3min) * (cost - recent);
  slow += std::max(1.0 / beats, Seconds(kBeat) / Seconds(30min)) * (cost - slow);
  if (beats <= kFirstHour) first = slow;
}

double UnitCost::Ratio() const {
  return learned_.beats > kFirstHour && learned_.slow > 0 ? learned_.first / learned_.slow : 1;
}

void UnitCost::Recall(const CostLesson& lesson) {
  constexpr double kMost = 1000;  // replicas for one a second
  const auto cost = [](double value) { return value >= 0 && value <= kMost; };
  if (lesson.beats <= 0 || !cost(lesson.recent) || !cost(lesson.slow) || !cost(lesson.first)) return;
  learned_ = lesson;
  learned_.beats = std::min(lesson.beats, kFirstHour + 1);
}

}  // namespace docktor::forecast
