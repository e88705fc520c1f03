#include "forecast/load_grid.h"

#include <cmath>
#include <limits>

#include "forecast/idle.h"

namespace docktor::forecast {
namespace {

constexpr double kUnseen = std::numeric_limits<double>::quiet_NaN();

Instant StepOf(Instant at) { return at - at.time_since_epoch() % LoadGrid::kStep; }

}  // namespace

LoadGrid::LoadGrid(std::span<const LoadPoint> history, Instant now) {
  const auto end = StepOf(now);
  while (!history.empty() && history.back().at >= end) history = history.first(history.size() - 1);
  if (history.empty()) return;
  first_ = StepOf(history.front().at);
  const auto steps = static_cast<std::size_t>((end - first_) / kStep);
  std::vector<int> seen(steps, 0);
  means_.assign(steps, 0);
  for (const auto& point : history) {
    if (point.at < first_) continue;
    const auto step = static_cast<std::size_t>((point.at - first_) / kStep);
    means_[step] += (DemandBehind(point) - means_[step]) / ++seen[step];
  }
  for (std::size_t i = 0; i < steps; ++i)
    if (seen[i] == 0) means_[i] = kUnseen;
}

double LoadGrid::operator[](int step) const {
  return step >= 0 && step < size() ? means_[static_cast<std::size_t>(step)] : kUnseen;
}

double LoadGrid::Mean(int last, int apart, int count) const {
  double sum = 0;
  int seen = 0;
  for (int i = 0, step = last; i < count; ++i, step -= apart)
    if (const double value = (*this)[step]; !std::isnan(value)) sum += value, ++seen;
  return seen > 0 ? sum / seen : kUnseen;
}

}  // namespace docktor::forecast
