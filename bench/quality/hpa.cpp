#include "bench/quality/hpa.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace docktor::bench {
namespace {

constexpr Duration kUnreadyFor = 15s, kWindow = 5min;
constexpr double kTolerance = 0.1;
constexpr int kTicksPerLook = 3;

double Mean(const std::deque<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

int Up(double count) { return static_cast<int>(std::ceil(count - 1e-9)); }

}  // namespace

Hpa::Pods Hpa::See(const simulate::Sight& sight) {
  Pods pods;
  double counted = 0, all = 0;
  int ready = 0;
  for (const auto& replica : sight.replicas) {
    if (!replica.ready) ++pods.unready;
    if (!replica.ready || !replica.read) continue;
    const bool old = sight.now - replica.created_at > 5min;  // there from the beginning
    const auto since = ready_since_.try_emplace(replica.id, old ? sight.now - 1h : sight.now).first->second;
    all += replica.cpu;
    ++ready;
    if (sight.now - since < kUnreadyFor) {
      ++pods.unready;
    } else {
      counted += replica.cpu;
      ++pods.counted;
    }
  }
  if (ready == 0) return pods;
  means_.push_back(pods.counted > 0 ? counted / pods.counted : all / ready);
  if (means_.size() > kTicksPerLook) means_.pop_front();
  pods.mean = means_.size() == kTicksPerLook ? Mean(means_) : pods.counted > 0 ? counted / pods.counted : 0;
  return pods;
}

int Hpa::Wanted(const Pods& pods, int current) const {
  if (pods.counted == 0) return current;
  const double ratio = pods.mean / target_;
  if (pods.unready == 0 || ratio <= 1) return std::abs(1 - ratio) <= kTolerance ? current : Up(ratio * pods.counted);
  const int all = pods.counted + pods.unready;
  const double with_idle = ratio * pods.counted / all;
  if (std::abs(1 - with_idle) <= kTolerance || with_idle < 1) return current;
  return std::max(current, Up(with_idle * all));
}

int Hpa::Paced(int wanted, int current, Instant now) {
  wanted = std::clamp(wanted, min_, max_);
  wishes_.emplace_back(now, wanted);
  while (wishes_.front().first < now - kWindow) wishes_.pop_front();
  if (wanted > current) return std::min(wanted, std::max(2 * current, current + 4));
  const auto highest = std::max_element(wishes_.begin(), wishes_.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
  return std::min(current, highest->second);
}

std::optional<int> Hpa::operator()(const simulate::Sight& sight) {
  const auto pods = See(sight);
  if (!desired_) desired_ = static_cast<int>(sight.replicas.size());
  if (++looks_ % kTicksPerLook != 0) return std::nullopt;
  desired_ = std::clamp(Paced(Wanted(pods, *desired_), *desired_, sight.now), min_, max_);
  return desired_;
}

}  // namespace docktor::bench
