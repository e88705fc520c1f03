#include "forecast/forecaster.h"

#include <algorithm>
#include <cmath>

#include "forecast/line.h"

namespace docktor::forecast {
namespace {

constexpr std::array<const char*, 5> kNames{"15s average", "1m line", "3m line", "1m average", "5m average"};
constexpr std::size_t kShortLine = static_cast<std::size_t>(1min / kBeat),
                      kLongLine = static_cast<std::size_t>(3min / kBeat);
constexpr int kShortRunEvery = 2, kLongRunEvery = 12;  // beats
constexpr std::size_t kMostRatios = 240;               // of each run
constexpr std::size_t kFewRatios = 12;
constexpr std::size_t kQuantiles = 20;
constexpr double kLeast = 0.05;       // of a demand, so that ratios of nearly nothing mean nothing
constexpr double kFloor = 0.3;        // no line forecasts less than this part of the level
constexpr double kErrorShare = 0.01;  // of each new error: about eight minutes
constexpr Duration kSettled = 30s;    // after the start

template <typename Run>
void Push(Run& run, double value, std::size_t most) {
  run.push_back(value);
  if (run.size() > most) run.erase(run.begin());
}

bool Sound(const std::vector<double>& figures) {
  constexpr double kMost = 1000;
  return std::all_of(figures.begin(), figures.end(), [](double f) { return f >= 0 && f <= kMost; });
}

}  // namespace

Forecaster::Forecaster() {
  error_.fill(0.02);
  short_run_.reserve(kMostRatios + 1);
  long_run_.reserve(kMostRatios + 1);
  latest_.ratios = {0.9, 1.0, 1.1};
}

int Forecaster::Ahead() const {
  return std::max(1, static_cast<int>(std::ceil(Seconds(start_time_.Learned() + kBeat) / Seconds(kBeat))));
}

Forecaster::Opinions Forecaster::Ask(int ahead) const {
  const double level = levels_.fast();
  Opinions all{level, level, level, levels_.mid(), levels_.slow()};
  if (const auto line = LineThrough(recent_, kShortLine)) all[1] = std::max(kFloor * level, line->At(ahead));
  if (const auto line = LineThrough(recent_, kLongLine)) all[2] = std::max(kFloor * level, level + line->slope * ahead);
  return all;
}

/// Their mean, each weighted by the inverse of its squared error; the weights are kept to be shown.
double Forecaster::Weigh(const Opinions& opinions) {
  double total = 0, sum = 0;
  latest_.experts.resize(kExperts);
  for (std::size_t i = 0; i < kExperts; ++i) {
    const double weight = 1 / (error_[i] + 1e-4);
    latest_.experts[i] = {kNames[i], opinions[i], weight};
    total += weight;
    sum += weight * opinions[i];
  }
  for (auto& expert : latest_.experts) expert.weight /= total;
  return std::max(kLeast, sum / total);
}

/// Against the mean of three beats around the one that was forecast: noise of the measurement is not load.
void Forecaster::JudgeDue() {
  const auto n = recent_.size();
  const double came = n > 3 ? (recent_[n - 1] + recent_[n - 2] + recent_[n - 3]) / 3 : recent_.back();
  std::erase_if(due_, [&](const Due& due) {  // not in order: a start-up that has become shorter brings them forward
    if (due.beat > beats_ - 1) return false;
    Judge(due, came);
    return true;
  });
  if (beats_ % kLongRunEvery == 0 && short_run_.size() >= kFewRatios) SortRatios();
}

void Forecaster::Judge(const Due& due, double came) {
  for (std::size_t i = 0; i < kExperts; ++i) {
    const double miss = (due.opinions[i] - came) / levels_.Scale();
    error_[i] += kErrorShare * (std::min(miss * miss, 1.0) - error_[i]);
  }
  const double ratio = (came + kLeast) / (due.expected + kLeast);
  if (beats_ % kShortRunEvery == 0) Push(short_run_, ratio, kMostRatios);
  if (beats_ % kLongRunEvery == 0) Push(long_run_, ratio, kMostRatios);
}

void Forecaster::SortRatios() {
  std::vector<double> all(short_run_.begin(), short_run_.end());
  all.insert(all.end(), long_run_.begin(), long_run_.end());
  std::sort(all.begin(), all.end());
  latest_.ratios.resize(kQuantiles);
  for (std::size_t i = 0; i < kQuantiles; ++i)
    latest_.ratios[i] = all[std::min(all.size() - 1, (2 * i + 1) * all.size() / (2 * kQuantiles))];
}

void Forecaster::SeeLatency(const Observation& seen) {
  if (!seen.latency || seen.ready.empty()) return;
  double busy = 0;
  for (const auto& replica : seen.ready) busy += replica.cpu;
  service_time_.See(*seen.latency, busy / static_cast<double>(seen.ready.size()));
  latest_.service_seconds = service_time_.Learned();
}

/// Of replicas that have been there for a while: while they warm up they are held back by work of their own.
void Forecaster::SeeThrottling(const Observation& seen) {
  double busy = 0, throttled = 0, count = 0;
  for (const auto& replica : seen.ready) {
    if (!replica.throttled || replica.age < start_time_.Learned() + kSettled) continue;
    busy += replica.cpu;
    throttled += *replica.throttled;
    ++count;
  }
  if (count == 0) return;
  throttled_time_.SeeThrottled(throttled / count, busy / count);
  latest_.throttled_seconds = throttled_time_.Learned();
}

void Forecaster::SeeBurst() {
  const double demand = latest_.demand;
  const auto before = levels_.Take(demand);
  if (before)
    bursts_.Begin(*before, demand, meter_.pinned());
  else
    bursts_.Take(demand, meter_.pinned());
  latest_.burst_growth = bursts_.Learned();
  latest_.bursts = bursts_.Lesson().bursts;
  latest_.burst = before ? demand + bursts_.Learned() * (demand - *before) : 0;
}

void Forecaster::Interrupted() {
  recent_.clear();
  due_.clear();
  levels_ = {};
}

void Forecaster::Teach(Lessons& to) const {
  to.start_time = start_time_.Lesson();
  to.service_time = service_time_.Lesson();
  to.throttled_time = throttled_time_.Lesson();
  meter_.Teach(to);
  to.bursts = bursts_.Lesson();
  to.forecast = {
      {error_.begin(), error_.end()}, {short_run_.begin(), short_run_.end()}, {long_run_.begin(), long_run_.end()}};
}

void Forecaster::Recall(const Lessons& lessons) {
  if (lessons.start_time) start_time_.Took(*lessons.start_time);
  service_time_.Recall(lessons.service_time);
  latest_.service_seconds = service_time_.Learned();
  throttled_time_.Recall(lessons.throttled_time);
  latest_.throttled_seconds = throttled_time_.Learned();
  meter_.Recall(lessons);
  bursts_.Recall(lessons.bursts);
  latest_.burst_growth = bursts_.Learned();
  latest_.bursts = bursts_.Lesson().bursts;
  const auto& [errors, short_run, long_run] = lessons.forecast;
  if (errors.size() != kExperts || !Sound(errors) || !Sound(short_run) || !Sound(long_run)) return;
  std::copy(errors.begin(), errors.end(), error_.begin());
  for (const double ratio : short_run) Push(short_run_, ratio, kMostRatios);
  for (const double ratio : long_run) Push(long_run_, ratio, kMostRatios);
  if (short_run_.size() >= kFewRatios) SortRatios();
}

void Forecaster::Take(const Observation& seen) {
  ++beats_;
  SeeLatency(seen);
  SeeThrottling(seen);
  latest_.demand = meter_.Measure(seen, start_time_.Learned());
  Push(recent_, latest_.demand, kLongLine);
  SeeBurst();
  latest_.level = levels_.fast();
  latest_.burst_above = levels_.BurstAbove();
  const int ahead = Ahead();
  latest_.horizon = start_time_.Learned() + kBeat;
  const auto opinions = Ask(ahead);
  latest_.expected = Weigh(opinions);
  latest_.cost_ratio = meter_.CostRatio();
  due_.push_back({beats_ + ahead, opinions, latest_.expected});
  JudgeDue();
}

}  // namespace docktor::forecast
