/// Everything that limits the count at a look.
#include <algorithm>

#include "decide/schedule.h"
#include "pilot/limits.h"
#include "pilot/look.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

std::vector<Constraint> ServicePilot::Constraints(const Decision& draft) const {
  const auto& in = draft.inputs;
  auto all = EngineFacts(spec_, facts_->obstacles, in.running);
  const auto add = [&](auto&& several) {
    for (auto& c : several) all.push_back(std::move(c));
  };
  if (Commanded(draft)) {
    std::erase_if(all, [](const Constraint& c) { return c.reason == Reason::kNotEnabled; });
    all.push_back(Pinned(Reason::kCommanded, Rank::kCommand, draft.wish.count));
  }
  for (auto& c : Bounds(spec_, in.running, Finished(), LastDeath())) {
    const bool nobody_said_it = c.reason == Reason::kTooFewReplicas && !spec_.min_said;
    if (!(Commanded(draft) && !spec_.enabled && nobody_said_it)) all.push_back(std::move(c));
  }
  for (auto& c : decide::Scheduled(spec_.schedules, Date())) {  // a schedule narrows the bounds, never breaks them
    if (c.until) *c.until -= around_.date_ahead;
    c.floor = std::clamp(c.floor, spec_.min, spec_.max);
    c.ceiling = std::clamp(c.ceiling, spec_.min, spec_.max);
    all.push_back(std::move(c));
  }
  if (spec_.enabled) add(FleetCeilings(spec_.fleet, around_.others, Reserves(), ReservedByOne()));
  AddSituation(all, draft);
  AddDataSafety(all, in);
  auto pace = pace_.Constraints(in.running, Rules(), now_);
  // What ran before needs no rate to come back.
  if (draft.trigger == Trigger::kRestore) std::erase_if(pace, [](const auto& c) { return c.ceiling != kNoCeiling; });
  add(pace);
  return all;
}

/// What keeps or sets the count for the time being.
void ServicePilot::AddSituation(std::vector<Constraint>& all, const Decision& draft) const {
  const int running = draft.inputs.running;
  if (in_flight_)
    all.push_back(
        Pinned(Reason::kActionInFlight, Rank::kEngineFact, in_flight_->action->to, {}, in_flight_->id.Text()));
  if (around_.engine_lost) all.push_back(Pinned(Reason::kEngineLost, Rank::kEngineFact, running));
  if (auto full = HostFull(around_.host, {need_.bytes(), around_.promised_bytes + PromisedBytes()}, running))
    all.push_back(*std::move(full));
  if (!Commanded(draft) && !rollback_.Limit()) AddBackoff(all, running);
  AddOthers(all, draft);
  if (rollback_.Limit() && !Commanded(draft)) all.push_back(*rollback_.Limit());
  if (!memory_.override) return;
  auto limit = OverrideLimit(*memory_.override, running);
  if (limit.reason != Reason::kCommanded || !Commanded(draft)) all.push_back(std::move(limit));
}

/// Each keeps from the like of what failed only: what cannot be stopped keeps no load waiting, and no crash loop is
/// fed, below the minimum too.
void ServicePilot::AddBackoff(std::vector<Constraint>& all, int running) const {
  const Constraint wait{.reason = Reason::kBackoff, .rank = Rank::kBounds};
  if (const auto until = raise_backoff_.Until(now_)) {
    auto& no_more = all.emplace_back(wait);
    no_more.ceiling = running;
    no_more.until = until;
    no_more.evidence.subject = raise_backoff_.why();
  }
  if (const auto until = removal_backoff_.Until(now_)) {
    auto& no_fewer = all.emplace_back(wait);
    no_fewer.floor = running;
    no_fewer.until = until;
    no_fewer.evidence.subject = removal_backoff_.why();
  }
}

/// What comes from others' hands.
void ServicePilot::AddOthers(std::vector<Constraint>& all, const Decision& draft) const {
  if (StoppedByOthers() && !Commanded(draft))
    all.push_back(Pinned(Reason::kStoppedByOthers, Rank::kEngineFact, 0, {},
                         Finished() > 0 ? "it has ended its work, with exit code 0" : ""));
  if (const auto until = Commanded(draft) ? others_.BusyUntil(now_) : others_.Until(now_))
    all.push_back(Pinned(Reason::kOthersAtWork, Rank::kEngineFact, draft.inputs.running, until));
  if (const auto& change = memory_.change; change && change->until && !Commanded(draft))
    all.push_back(Pinned(Reason::kChangedByHand, Rank::kCommand, change->to, change->until));
}

/// Shown to be: what cannot be read is not idle.
bool ServicePilot::IsIdle() const {
  constexpr double kIdle = 0.05;  // of CPU
  const auto cpu = readings_.Loads(facts_->replicas, now_ - ReadingLog::kKept, now_);
  double used = 0, capacity = 0;
  for (const auto& load : cpu) {
    if (!load.ready) continue;
    if (!load.used) return false;
    used += *load.used, capacity += load.capacity;
  }
  return used <= kIdle * capacity;
}

/// What is not known is no reason to take anything away.
void ServicePilot::AddDataSafety(std::vector<Constraint>& all, const Inputs& in) const {
  const auto missing = MissingReadings(in.ready > 0 ? in.missing : in.running, in.running);
  if (missing) all.push_back(*missing);
  if (auto starting = ReplicasStarting(in.starting, in.running)) all.push_back(*starting);
  for (const auto& source : spec_.sources) {
    if (signals_.Failed(source, spec_.fallback.after, now_)) {
      const auto why = signals_.Error(source.signal);
      const auto text = "the source of " + source.signal + " fails" + (why.empty() ? "" : " (" + why + ")");
      all.push_back(FallenBack(spec_.fallback, in.running, text));
      if (missing) all.back().ceiling = std::max(all.back().ceiling, in.running);  // blind in both eyes
    } else if (signals_.Missing(source, IsIdle(), now_)) {
      all.push_back({.reason = Reason::kMissingReadings,
                     .rank = Rank::kDataSafety,
                     .floor = in.running,
                     .evidence = {source.signal}});
    }
  }
}

}  // namespace docktor::pilot
