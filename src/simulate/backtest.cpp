#include "simulate/backtest.h"

#include <algorithm>
#include <cmath>

#include "decide/words.h"
#include "forecast/idle.h"
#include "simulate/trial.h"

namespace docktor::simulate {
namespace {

constexpr Duration kFilled = 10min;

Duration StepBetween(const LoadPoint& a, const LoadPoint& b) { return b.at - a.at; }

Trace TraceOf(const RecordedLoad& load, double capacity) {
  Trace trace{.name = "recorded", .step = load.step};
  for (const auto& point : load.points) trace.rates.push_back(forecast::DemandBehind(point) * capacity);
  return trace;
}

/// `busy`: with what they burn while idle.
bool IsOver(double busy, double ready, double goal) { return busy > ready * goal + 1e-9; }

Trial TrialOf(const Flight& flight, Instant begin) {
  Trial trial{.min = flight.spec.min, .max = flight.spec.max, .stop = flight.stop, .begin = begin};
  if (flight.start_time) trial.model.least_start = trial.model.most_start = Seconds(*flight.start_time);
  return trial;
}

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

Replay Flown(const RecordedLoad& load, const Flight& flight) {
  Replay replay;
  if (load.points.empty()) return replay;
  const auto trial = TrialOf(flight, load.points.front().at);
  const auto per_point = load.step / trial.tick;
  std::int64_t tick = 0;
  std::optional<int> running;
  const auto watch = [&](const Moment& moment) {
    replay.replica_hours += running.value_or(moment.ready) * Seconds(trial.tick) / 3600;
    running = moment.wanted;
    const double busy = forecast::BusyWith(moment.needed, moment.ready);
    if (IsOver(busy, moment.ready, flight.goal)) replay.minutes_over += Seconds(trial.tick) / 60;
    if (++tick % per_point == 0) replay.counts.push_back(moment.wanted);
  };
  const auto note = [&](const RecordBody& body) {
    const auto* intent = std::get_if<Intent>(&body);
    if (intent == nullptr) return;
    const auto& decision = intent->decision;
    replay.orders.push_back({replay.counts.size(), decision.action->to, decide::Sentence(decision)});
  };
  Cockpit cockpit(flight.spec, {}, note);
  const auto controller = [&](const Sight& sight) { return cockpit.Fly(sight); };
  replay.changes = Play(trial, TraceOf(load, trial.model.capacity), controller, watch).changes;
  return replay;
}

}  // namespace docktor::simulate
