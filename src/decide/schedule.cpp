#include "decide/schedule.h"

#include <algorithm>

#include "core/cron.h"

namespace docktor::decide {
namespace {

struct Moments {
  Cron start, end;
};

std::optional<Moments> Read(const Schedule& schedule) {
  const auto start = Cron::Parse(schedule.start), end = Cron::Parse(schedule.end);
  if (!start || !end || !CheckZone(schedule.zone)) return std::nullopt;
  return Moments{*start, *end};
}

/// The end of the window that `now` is in; empty: it is in none.
std::optional<Instant> EndOfWindow(const Schedule& schedule, Instant now) {
  const auto read = Read(schedule);
  if (!read) return std::nullopt;
  const auto began = read->start.Last(now, schedule.zone), ended = read->end.Last(now, schedule.zone);
  return began && (!ended || *began > *ended) ? read->end.Next(now, schedule.zone) : std::nullopt;
}

Constraint BoundsOf(const Schedule& schedule, Instant end) {
  Constraint c{.reason = Reason::kScheduled, .rank = Rank::kBounds, .until = end};
  c.evidence.subject = schedule.name.empty() ? schedule.start : schedule.name;
  c.floor = schedule.exactly.value_or(schedule.min.value_or(0));
  c.ceiling = schedule.exactly.value_or(schedule.max.value_or(kNoCeiling));
  return c;
}

}  // namespace

std::vector<Constraint> Scheduled(const std::vector<Schedule>& schedules, Instant now) {
  std::vector<Constraint> all;
  for (const auto& schedule : schedules)
    if (const auto end = EndOfWindow(schedule, now)) all.push_back(BoundsOf(schedule, *end));
  return all;
}

std::optional<Instant> NextTurn(const std::vector<Schedule>& schedules, Instant now) {
  std::optional<Instant> next;
  for (const auto& schedule : schedules) {
    const auto read = Read(schedule);
    if (!read) continue;
    for (const auto& turn : {read->start.Next(now, schedule.zone), read->end.Next(now, schedule.zone)})
      if (turn && (!next || *turn < *next)) next = turn;
  }
  return next;
}

}  // namespace docktor::decide
