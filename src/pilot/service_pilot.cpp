#include "pilot/service_pilot.h"

#include <algorithm>

#include "decide/strategy.h"
#include "pilot/look.h"

namespace docktor::pilot {
namespace {

constexpr Duration kInTime = 1s;  // after it was due, a look that is taken by then is not late

}  // namespace

ServicePilot::ServicePilot(Spec spec, PilotMemory memory)
    : spec_(std::move(spec)),
      memory_(std::move(memory)),
      need_(memory_.emptied ? memory_.emptied->takes : Limits{}),
      pace_(memory_.scaled),
      approval_(memory_.proposal, memory_.refused),
      changes_(memory_.change),
      sizing_(memory_.resized) {
  if (memory_.lessons) foresight_.Recall(*memory_.lessons);
  // The engine may still be at what was begun.
  if (memory_.open && memory_.open->action) others_.OurAction(*memory_.open->action);
  for (const auto& cut : memory_.cut_short)
    if (cut.decision.action && !cut.ended)
      others_.OurRemovals(cut.decision.action->remove, cut.found_at + CutShort::kKept);
}

Step ServicePilot::On(const Event& event, const Surroundings& around, Instant now) {
  now_ = std::max(now, now_);
  around_ = around;
  if (around_.engine_lost) others_.EngineLost(now_);
  others_.Pass(now_);
  step_ = {};
  EndWhatIsOver();
  std::visit([this](const auto& e) { Handle(e); }, event);
  for (auto& run : holds_.Due(now_)) Do(Append{std::move(run)});
  return std::exchange(step_, {});
}

void ServicePilot::EngineBack(bool restarted) {
  others_.EngineLost(now_);
  changes_.EngineBack(restarted);
}

void ServicePilot::Handle(const Tick&) {
  if (facts_ && Adapts() && now_ >= foresight_.Due()) Beat();
  SettleAction();
  JudgeTrials();
  JudgeChange();
  if (!facts_ || now_ < next_look_) return;
  late_looks_ += now_ - next_look_ > kInTime;
  Look(Trigger::kInterval);
}

void ServicePilot::Handle(const Sweep& sweep) {
  readings_.Add(sweep, now_);
  if (Adapts()) foresight_.Note(sweep);
  if (!facts_) return;
  need_.NoteUse(readings_, facts_->replicas, now_);
  if (const auto load = LoadOf(sweep, facts_->replicas, now_)) burst_.Note(TooMuch(*load));
  if (!burst_.Burst()) return;
  for (auto& hindsight : hindsights_) hindsight.Overloaded();
  JudgeHindsights();
  LookAtBurst();
}

bool ServicePilot::TooMuch(const SweepLoad& load) const {
  return Foresees() ? foresight_.IsBurst(load.ready) : IsHot(load, decide::CpuGoal(spec_));
}

void ServicePilot::Handle(const ServiceReading& reading) {
  signals_.Keep(spec_.sources, now_);
  signals_.Add(reading, now_);
}

void ServicePilot::Handle(const ServiceFacts& facts) {
  const bool first = !facts_;
  const int before = Running();
  if (first) RecallDeaths(facts);
  NoteFacts(facts);
  signals_.Keep(spec_.sources, now_);
  if (first) {
    ResumeTrial();
    CloseOpenIntent();
  }
  // After a start, and after a change that was not ours, nothing is taken away for a whole window.
  if (first || (Running() != before && !in_flight_)) pace_.Wished(now_, Running(), Rules());
  SettleAction();
  JudgeTrials();
  JudgeChange();
  if (first) Look(Trigger::kInterval);
}

void ServicePilot::Handle(const Activity& activity) {
  others_.Note(activity, now_);
  if (activity.action == "die" && others_.DiedByItself(activity.container)) NoteCrash(activity.container);
}

void ServicePilot::Handle(const ActionReport& report) {
  Do(Publish{report});
  if (const int delta = Delta(report); delta != 0) pace_.Scaled(now_, delta);
  others_.Ended(report, now_);
  reported_at_ = report.at;
  for (auto& trial : trials_) trial.Forget(report.removed);
  if (!in_flight_ || in_flight_->id != report.decision) return;
  if (memory_.StaysEmpty(*in_flight_, report)) memory_.last_target = 0;
  if (!report.added.empty()) memory_.emptied.reset();
  if (in_flight_->action->resize)
    NoteResize(report);
  else if (NothingMoved(report))
    std::erase_if(hindsights_, [&](const Hindsight& h) { return h.decision().id == report.decision; });  // called off
  else
    Try(report);
  reported_ = report;
  SettleAction();
  JudgeTrials();
  JudgeChange();
}

/// What it did is on trial from now on; what was refused is not asked for again at once.
void ServicePilot::Try(const ActionReport& report) {
  trials_.emplace_back(*in_flight_, report);
  if (report.ok) return;
  const auto& action = *in_flight_->action;
  const bool raise = action.remove.empty() || std::ssize(report.added) < action.add;
  auto& backoff = raise ? raise_backoff_ : removal_backoff_;
  backoff.Failed(now_, report.message, report.gave_up ? Backoff::kLongest : Backoff::kLongestRefused);
}

void ServicePilot::Handle(const CommandGiven& given) { Do(Reply{given.ticket, Obey(given.command)}); }

void ServicePilot::Handle(const Spec& spec) {
  if (spec == spec_) return;
  spec_ = spec;
  signals_.Keep(spec_.sources, now_);
  next_look_ = now_;  // with the facts that come with it
}

}  // namespace docktor::pilot
