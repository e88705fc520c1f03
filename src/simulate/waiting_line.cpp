#include "simulate/waiting_line.h"

#include <algorithm>
#include <cmath>

namespace docktor::simulate {
namespace {

constexpr double kEasy = 0.95;       // of capacity: below it nothing begins to wait
constexpr double kLeastIdle = 0.02;  // a share; the formula has no mean beyond it
constexpr Duration kSlice{1'000};

}  // namespace

double WaitingLine::SlowShare(double wait, double rate, double capacity, int replicas) const {
  if (wait >= model_.slow_after || capacity <= 0) return 1;
  const double knee = model_.knee_factor * (model_.slow_after - wait) * capacity / replicas;
  const double idle = std::max(kLeastIdle, 1 - rate / capacity);
  return std::exp(-knee * std::pow(idle, model_.knee_exponent));
}

double WaitingLine::P95(double wait, double rate, double capacity, int replicas) const {
  if (capacity <= 0) return wait + kLongestWait;
  const double idle = std::pow(std::max(kLeastIdle, 1 - rate / capacity), model_.knee_exponent);
  return wait + 3 / (model_.knee_factor * capacity / replicas * idle);  // exp(-3) = 5 %
}

Served WaitingLine::Pass(double rate, double capacity, int replicas, Duration tick) {
  Served all{.arrived = rate * Seconds(tick)};
  if (backlog_ <= 0 && rate < kEasy * capacity) {
    all.served = all.arrived;
    all.violated = all.arrived * SlowShare(0, rate, capacity, replicas);
    return all;
  }
  const double seconds = Seconds(kSlice);
  for (Duration passed{0}; passed < tick; passed += kSlice) {
    const double before = backlog_, arrived = rate * seconds;
    const double served = std::min(before + arrived, capacity * seconds);
    backlog_ = before + arrived - served;
    const double dropped = std::max(0.0, backlog_ - kLongestWait * capacity);
    backlog_ -= dropped;
    all.wait = capacity > 0 ? (before + backlog_) / 2 / capacity : kLongestWait;
    all.served += served;
    all.dropped += dropped;
    all.violated += dropped + std::max(0.0, arrived - dropped) * SlowShare(all.wait, rate, capacity, replicas);
  }
  return all;
}

}  // namespace docktor::simulate
