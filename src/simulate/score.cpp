#include "simulate/score.h"

#include <algorithm>
#include <numeric>

namespace docktor::simulate {
namespace {

constexpr double kBadShare = 0.05;
constexpr Duration kFlap = 10min;
constexpr double kHour = 3600, kDay = 86'400;

}  // namespace

ScoreKeeper::ScoreKeeper(const ServiceModel& model, double slow_price, Duration tick)
    : slow_price_(slow_price), capacity_(model.capacity), tick_(tick) {}

void ScoreKeeper::Note(const Served& served, int replicas, double capacity) {
  const double seconds = Seconds(tick_);
  ++ticks_;
  requests_ += served.arrived;
  violated_ += served.violated;
  replica_seconds_ += replicas * seconds;
  ideal_seconds_ += served.arrived / capacity;
  const bool bad = served.ViolatedShare() > kBadShare;
  if (bad && !bad_) bad_times_.push_back(0);
  if (bad) bad_times_.back() += seconds;
  bad_ = bad;
}

void ScoreKeeper::Changed(int delta, Instant now) {
  ++changes_;
  if (last_delta_ * delta < 0 && now - changed_at_ < kFlap) ++flaps_;
  last_delta_ = delta > 0 ? 1 : -1;
  changed_at_ = now;
}

Score ScoreKeeper::Result() const {
  const double days = ticks_ * Seconds(tick_) / kDay;
  Score score{.hours = 24 * days,
              .requests = requests_,
              .violated = requests_ > 0 ? violated_ / requests_ : 0,
              .replica_hours = replica_seconds_ / kHour,
              .ideal_hours = ideal_seconds_ / kHour,
              .changes = changes_};
  if (ideal_seconds_ > 0) score.cost = (replica_seconds_ + slow_price_ * violated_ / capacity_) / ideal_seconds_;
  if (days > 0) {
    score.changes_per_day = changes_ / days;
    score.flaps_per_day = flaps_ / days;
    score.bad_minutes_per_day = std::accumulate(bad_times_.begin(), bad_times_.end(), 0.0) / 60 / days;
  }
  auto sorted = bad_times_;
  std::sort(sorted.begin(), sorted.end());
  if (!sorted.empty())
    score.recovery_p95 = sorted[static_cast<std::size_t>(0.95 * static_cast<double>(sorted.size() - 1))];
  return score;
}

}  // namespace docktor::simulate
