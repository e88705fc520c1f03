#include "simulate/backtest.h"

#include <algorithm>
#include <cmath>

#include "simulate/trial.h"

namespace docktor::simulate {
namespace {

constexpr Duration kFilled = 10min;

Duration StepBetween(const LoadPoint& a, const LoadPoint& b) { return b.at - a.at; }

Trace TraceOf(const RecordedLoad& load, double capacity) {
  Trace trace{.name = "recorded", .step = load.step};
  for (const auto& point : load.points) trace.rates.push_back(point.demand * capacity);
  return trace;
}

bool IsOver(double demand, double ready, double goal) { return demand > ready * goal + 1e-9; }

}  // namespace

RecordedLoad WithoutGaps(std::span<const LoadPoint> points, Duration step) {
  RecordedLoad load{.step = step};
  for (std::size_t i = 0; i < points.size(); ++i) {
    load.points.push_back(points[i]);
    if (i + 1 == points.size()) break;
    const auto gap = StepBetween(points[i], points[i + 1]);
    if (gap > kFilled) {
      load.missing += gap - step;
      continue;
    }
    for (auto at = points[i].at + step; at + step <= points[i + 1].at; at += step) {
      load.points.push_back(points[i]);
      load.points.back().at = at;
    }
  }
  return load;
}

Replay AsRecorded(const RecordedLoad& load, double goal) {
  Replay replay;
  for (const auto& point : load.points) {
    const int count = static_cast<int>(std::lround(point.running));
    if (!replay.counts.empty() && count != replay.counts.back()) ++replay.changes;
    replay.counts.push_back(count);
    replay.replica_hours += point.running * Seconds(load.step) / 3600;
    if (IsOver(point.demand, point.running, goal)) replay.minutes_over += Seconds(load.step) / 60;
  }
  return replay;
}

Replay Flown(const RecordedLoad& load, Spec spec, double goal, const std::function<bool()>& stop) {
  Replay replay;
  if (load.points.empty()) return replay;
  Trial trial{.min = spec.min, .max = spec.max};
  trial.begin = load.points.front().at;
  trial.stop = stop;
  const auto per_point = load.step / trial.tick;
  std::int64_t tick = 0;
  const auto watch = [&](const Moment& moment) {
    if (IsOver(moment.needed, moment.ready, goal)) replay.minutes_over += Seconds(trial.tick) / 60;
    if (++tick % per_point == 0) replay.counts.push_back(moment.wanted);
  };
  const auto score = Fly(trial, TraceOf(load, trial.model.capacity), std::move(spec), watch);
  replay.replica_hours = score.replica_hours;
  replay.changes = score.changes;
  return replay;
}

}  // namespace docktor::simulate
