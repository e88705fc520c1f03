#pragma once

#include <cmath>
#include <functional>
#include <string>

#include "simulate/noise.h"
#include "simulate/trace.h"

namespace docktor::simulate {

/// A load that is made up: `rate(seconds)` requests a second with 3 % of noise, every ten seconds.
inline Trace Made(std::string name, Duration length, const std::function<double(double)>& rate) {
  Trace trace{.name = std::move(name), .step = 10s};
  const Noise noise(Noise::SeedOf(trace.name));
  for (Duration at{0}; at < length; at += trace.step) {
    const double exact = rate(Seconds(at));
    trace.rates.push_back(std::max(0.0, exact * (1 + 0.03 * noise.Normal(static_cast<std::uint64_t>(at.count())))));
  }
  return trace;
}

/// A day in eight hours.
inline Trace Day() {
  return Made("day", 8h, [](double s) { return 250 - 200 * std::cos(2 * M_PI * s / 28'800); });
}
/// A jump to five times as much every 47 minutes, for ten minutes.
inline Trace Spikes() {
  return Made("spikes", 6h, [](double s) { return std::fmod(s, 2820) < 600 ? 400.0 : 80.0; });
}
inline Trace Steps() {
  return Made("steps", 6h, [](double s) {
    constexpr double kSteps[] = {60, 300, 120, 500, 200, 700, 90, 350};
    return kSteps[static_cast<int>(s / 3600) % 8];
  });
}
inline Trace Sawtooth() {
  return Made("sawtooth", 4h, [](double s) { return 60 + 500 * std::fmod(s, 3600) / 3600; });
}

}  // namespace docktor::simulate
