#include "forecast/demand_meter.h"

#include <algorithm>

#include "forecast/beat.h"

namespace docktor::forecast {
namespace {

constexpr double kIdle = 0.02;    // what an idle replica burns
constexpr double kPinned = 0.88;  // above, CPU does not tell how much more is wanted
constexpr double kUnknownExcess = 1.15;
constexpr Duration kWarmUp = 25s;  // after the start
constexpr int kFirstHour = static_cast<int>(1h / kBeat);

}  // namespace

void DemandMeter::LearnCost(double demand, double received) {
  const double cost = demand / received;
  ++learned_beats_;
  if (learned_beats_ == 1) cost_ = slow_cost_ = cost;
  cost_ += Seconds(kBeat) / Seconds(3min) * (cost - cost_);
  slow_cost_ += std::max(1.0 / learned_beats_, Seconds(kBeat) / Seconds(30min)) * (cost - slow_cost_);
  if (learned_beats_ <= kFirstHour) first_cost_ = slow_cost_;
}

double DemandMeter::Measure(const Observation& seen, Duration start_time) {
  if (seen.ready.empty()) return last_;
  double busy = 0, received = 0;
  auto youngest = seen.ready.front().age;
  for (const auto& replica : seen.ready) {
    busy += replica.cpu;
    received += replica.received;
    youngest = std::min(youngest, replica.age);
  }
  const auto count = static_cast<double>(seen.ready.size());
  const double by_cpu = std::max(0.0, (busy - kIdle * count) / (1 - kIdle));
  const bool pinned = busy >= kPinned * count;
  const bool knows_cost = learned_beats_ > 0 && received > 0;
  const bool warming = knows_cost && youngest < start_time + kWarmUp;
  last_ = by_cpu;
  if (!pinned && !warming && received > 0)
    LearnCost(by_cpu, received);
  else if (!knows_cost)
    last_ = pinned ? kUnknownExcess * by_cpu : by_cpu;
  else
    last_ = pinned ? std::max(by_cpu, cost_ * received) : cost_ * received;
  return last_;
}

double DemandMeter::CostRatio() const {
  return learned_beats_ > kFirstHour && slow_cost_ > 0 ? first_cost_ / slow_cost_ : 1;
}

}  // namespace docktor::forecast
