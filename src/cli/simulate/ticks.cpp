#include "cli/simulate/ticks.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace docktor::cli::simulate {
namespace {

constexpr double kMinute = 60, kHour = 3600, kDay = 86'400;
constexpr double kMostCounts = 6, kMostTimes = 12;  // steps

/// 1, 2 or 5 times a power of ten.
double RoundStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(std::max(1.0, least))));
  for (const double factor : {1, 2, 5})
    if (factor * power >= least) return factor * power;
  return 10 * power;
}

double TimeStep(double seconds) {
  static constexpr double kSteps[] = {
      1,     2,         5,         10,        30,         kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 30 * kMinute,
      kHour, 2 * kHour, 3 * kHour, 6 * kHour, 12 * kHour, kDay};
  const auto* found =
      std::find_if(std::begin(kSteps), std::end(kSteps), [&](double step) { return kMostTimes * step >= seconds; });
  return found != std::end(kSteps) ? *found : kDay * RoundStep(seconds / kDay / kMostTimes);
}

std::string TimeInWords(double seconds) {
  if (seconds < kMinute) return fmt::format("{:.0f} s", seconds);
  if (seconds < kHour) return fmt::format("{:.0f} min", seconds / kMinute);
  if (seconds < kDay) {
    const double minutes = std::fmod(seconds, kHour) / kMinute;
    return minutes > 0 ? fmt::format("{:.0f}:{:02.0f} h", std::floor(seconds / kHour), minutes)
                       : fmt::format("{:.0f} h", seconds / kHour);
  }
  const double hours = std::fmod(seconds, kDay) / kHour;
  return hours > 0 ? fmt::format("{:.0f} d {:.0f} h", std::floor(seconds / kDay), hours)
                   : fmt::format("{:.0f} d", seconds / kDay);
}

}  // namespace

std::vector<Tick> CountTicks(double most) {
  const double step = RoundStep(most / kMostCounts);
  std::vector<Tick> ticks{{0, "0"}};
  do ticks.push_back({ticks.back().at + step, fmt::format("{:.0f}", ticks.back().at + step)});
  while (ticks.back().at < most);
  return ticks;
}

std::vector<Tick> TimeTicks(double seconds) {
  const double step = TimeStep(seconds);
  std::vector<Tick> ticks;
  for (double at = 0; at <= seconds; at += step) ticks.push_back({at, at == 0 ? "0" : TimeInWords(at)});
  return ticks;
}

}  // namespace docktor::cli::simulate
