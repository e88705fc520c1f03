#include "remember/situation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace docktor::remember {
namespace {

constexpr double kLow = 0.25;   // below it a signal counts by its amount rather than its proportion: noise is no news
constexpr double kUnknown = 1;  // how far off a signal is that is not there
constexpr double kOfDay = 0.1;  // weights: half a day apart is 0.2
constexpr double kOfWeek = 0.05;
constexpr auto kWeek = 7 * 24h;

double Scaled(double signal) { return std::log1p(std::max(signal, 0.0) / kLow); }

/// Of the first signal, in a minute.
double Trend(const Decision& look, const Decision* before) {
  if (before == nullptr || look.inputs.signals.empty() || before->inputs.signals.empty()) return 0;
  const auto& now = look.inputs.signals.front();
  const auto& then = before->inputs.signals.front();
  if (now.name != then.name || !now.mean || !then.mean) return 0;
  const double minutes = std::max(Seconds(look.at - before->at) / 60, 1.0);
  return std::clamp((Scaled(*now.mean) - Scaled(*then.mean)) / minutes, -1.0, 1.0);
}

/// The place in a cycle.
double Turn(Instant at, Duration cycle) {
  const auto since = at.time_since_epoch() % cycle;
  return 2 * std::numbers::pi * Seconds(since) / Seconds(cycle);
}

double Squared(double value) { return value * value; }

}  // namespace

Situation::Situation(const Decision& look, const Decision* before) {
  const auto& in = look.inputs;
  for (const auto& signal : in.signals)
    if (signal.mean && std::isfinite(*signal.mean)) signals_.emplace_back(signal.name, Scaled(*signal.mean));
  std::sort(signals_.begin(), signals_.end());
  const double hour = Turn(look.at, 24h), day = Turn(look.at, kWeek);
  rest_ = {Trend(look, before),      std::log1p(in.running),  std::log1p(in.starting),
           std::log1p(in.unhealthy), std::log1p(in.missing),  kOfDay * std::sin(hour),
           kOfDay * std::cos(hour),  kOfWeek * std::sin(day), kOfWeek * std::cos(day)};
}

double Situation::DistanceTo(const Situation& other) const {
  double sum = 0;
  for (std::size_t i = 0; i < rest_.size(); ++i) sum += Squared(rest_.at(i) - other.rest_.at(i));
  auto a = signals_.begin(), b = other.signals_.begin();
  while (a != signals_.end() || b != other.signals_.end()) {
    const bool only_a = b == other.signals_.end() || (a != signals_.end() && a->first < b->first);
    const bool only_b = !only_a && (a == signals_.end() || b->first < a->first);
    sum += only_a || only_b ? kUnknown : Squared(a->second - b->second);
    if (!only_b) ++a;
    if (!only_a) ++b;
  }
  return std::sqrt(sum);
}

}  // namespace docktor::remember
