#include "forecast/foreseen.h"

#include <algorithm>

#include "forecast/load_grid.h"

namespace docktor::forecast {
namespace {

constexpr int kFew = 24;          // occasions before an outlook is believed
constexpr double kClearly = 0.9;  // of the error of saying "as now"

bool Proven(const OutlookAccuracy& accuracy) {
  return accuracy.occasions >= kFew && accuracy.error <= kClearly * accuracy.error_as_now;
}

}  // namespace

bool WantsOutlooks(const Spec& spec, std::optional<Duration> start_time) {
  return spec.enabled && spec.strategy == Strategy::kAdaptive && start_time && *start_time >= kSlowStart;
}

std::optional<double> Foreseen(const Outlook& outlook, Instant at, Duration ahead) {
  const auto judged = std::find_if(outlook.accuracy.begin(), outlook.accuracy.end(),
                                   [&](const auto& accuracy) { return accuracy.ahead >= ahead; });
  if (judged == outlook.accuracy.end() || !Proven(*judged)) return std::nullopt;
  std::optional<double> most;
  for (const auto& point : outlook.points)
    if (point.at > at - LoadGrid::kStep && point.at < at + LoadGrid::kStep)
      most = std::max(most.value_or(0), point.middle);
  return most;
}

}  // namespace docktor::forecast
