#include "forecast/demand_meter.h"

#include <algorithm>
#include <optional>

#include "forecast/idle.h"

namespace docktor::forecast {
namespace {

constexpr double kPinned = 0.88;  // above, CPU does not tell how much more is wanted
constexpr double kUnknownExcess = 1.15;
constexpr Duration kWarmUp = 25s;  // after the start
constexpr double kEnough = 1;      // requests a second: of fewer, what else the replicas do is taken for their cost

/// What the ready replicas did together.
struct Sum {
  double busy = 0, received = 0, count = 0;
  Duration youngest = Duration::max();
};

Sum SumOf(const Observation& seen) {
  Sum sum{.count = static_cast<double>(seen.ready.size())};
  for (const auto& replica : seen.ready) {
    sum.busy += replica.cpu;
    sum.received += replica.received;
    sum.youngest = std::min(sum.youngest, replica.age);
  }
  return sum;
}

}  // namespace

std::optional<double> DemandByCpu(const std::vector<ReplicaWork>& ready, Duration start_time) {
  const auto young = [&](const ReplicaWork& replica) { return replica.age < start_time + kWarmUp; };
  double busy = 0, settled = 0;
  for (const auto& replica : ready)
    if (!young(replica)) busy += replica.cpu, ++settled;
  if (settled == 0) return std::nullopt;
  const double mean = busy / settled;
  for (const auto& replica : ready)
    if (young(replica)) busy += std::min(replica.cpu, mean);
  return DemandBehind(busy, static_cast<double>(ready.size()));
}

double DemandMeter::Measure(const Observation& seen, Duration start_time) {
  if (seen.ready.empty()) return last_;
  const auto sum = SumOf(seen);
  const double requests = seen.requests.value_or(0);
  const double by_cpu = DemandBehind(sum.busy, sum.count);
  std::optional<double> by_load;
  if (requests > 0 && requests_.known())
    by_load = requests_.Demand(requests);
  else if (sum.received > 0 && bytes_.known())
    by_load = bytes_.Demand(sum.received);
  pinned_ = sum.busy >= kPinned * sum.count;
  const bool warming = by_load && sum.youngest < start_time + kWarmUp;
  if (!pinned_ && !warming) {
    if (requests >= kEnough) requests_.Learn(by_cpu, requests);
    if (sum.received > 0) bytes_.Learn(by_cpu, sum.received);
    return last_ = by_load ? by_cpu : DemandByCpu(seen.ready, start_time).value_or(by_cpu);
  }
  if (!by_load) return last_ = pinned_ ? kUnknownExcess * by_cpu : by_cpu;
  return last_ = pinned_ ? std::max(by_cpu, *by_load) : *by_load;
}

}  // namespace docktor::forecast
