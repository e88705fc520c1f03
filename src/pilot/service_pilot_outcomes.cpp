/// What became of the actions of a service.
#include <algorithm>

#include <fmt/format.h>

#include "decide/words.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {
namespace {

/// Whether the facts show what the report says was done; where that cannot be seen, whether they are newer.
bool Shows(const ServiceFacts& facts, const ActionReport& report, const Action& action) {
  const auto& replicas = facts.replicas;
  if (NothingMoved(report) && !action.resize) return true;
  if (report.added.empty() && report.removed.empty()) return facts.at >= report.at;
  const auto there = [&](const auto& id) { return Find(replicas, id) != nullptr; };
  const auto started = [&](const auto& id) { return there(id) && HasStarted(*Find(replicas, id)); };
  return std::all_of(report.added.begin(), report.added.end(), started) &&
         std::none_of(report.removed.begin(), report.removed.end(), there);
}

}  // namespace

/// An intent without an end: what is there now is its end.
void ServicePilot::CloseOpenIntent() {
  if (!memory_.open || spec_.dry_run) return;  // a dry run leaves it to one that may tidy up
  const auto open = *std::exchange(memory_.open, std::nullopt);
  if (!open.action) return;
  memory_.cut_short.push_back({open, now_});
  ActionReport report{.decision = open.id, .service = spec_.key, .at = now_, .ok = Running() == open.action->to};
  report.message =
      fmt::format("Docktor ended during this action; {} of {} replicas were found running after the restart", Running(),
                  open.action->to);
  for (const auto& replica : facts_->replicas)
    if (Runs(replica) && replica.copy_of == open.id.Text()) report.added.push_back(replica.id);
  for (const auto& id : open.action->remove)
    if (Find(facts_->replicas, id) == nullptr) report.removed.push_back(id);
  pace_.Scaled(now_, Delta(report));
  if (memory_.StaysEmpty(open, report)) memory_.last_target = 0;
  others_.CutShort(now_);
  if (report.ok) trials_.emplace_back(open, report);  // else it was cut short, which is no reason to back off
  Do(Append{ActionEnded{report}});
  Do(Publish{std::move(report)});
}

/// An action that ended before a restart is judged by what is there now, unless its new replicas have gone since.
void ServicePilot::ResumeTrial() {
  if (!memory_.unjudged) return;
  const auto [decision, report] = *std::exchange(memory_.unjudged, std::nullopt);
  const bool there = std::all_of(report.added.begin(), report.added.end(),
                                 [&](const ContainerId& id) { return Find(facts_->replicas, id) != nullptr; });
  if (there && decision.action && !decision.action->resize) trials_.emplace_back(decision, report, false);
}

/// The action is over once the facts show what it did: a look at older facts would order the same again.
void ServicePilot::SettleAction() {
  if (!in_flight_ || !reported_ || !facts_) return;
  if (!Shows(seen_, *reported_, *in_flight_->action) && now_ < reported_->at + Trial::kSightDelay) return;
  in_flight_.reset();
  const auto report = *std::exchange(reported_, std::nullopt);
  NoteFacts(ServiceFacts(seen_));  // what was to leave and did not serves again
  changes_.Settled(report, *facts_, others_);
  next_look_ = now_;
}

/// A limit is in force as soon as the engine has taken it.
void ServicePilot::NoteResize(const ActionReport& report) {
  if (!report.ok) sizing_.Refused(now_);
  Tell({.decision = report.decision,
        .service = spec_.key,
        .at = now_,
        .kind = report.ok ? OutcomeKind::kSuccess : OutcomeKind::kFailed,
        .message = report.message});
}

void ServicePilot::JudgeTrials() {
  if (!facts_) return;
  PassDeadlines();
  std::erase_if(trials_, [this](const Trial& trial) {
    const auto outcome = trial.Judge(facts_->replicas, now_);
    if (!outcome || (MayTakeBack() && in_flight_ && outcome->kind == OutcomeKind::kFailed)) return false;
    Conclude(*outcome, trial);
    const auto& report = trial.report();
    if (!spec_.balancer.service.empty() && (!report.added.empty() || !report.removed.empty()))
      Do(TellBalancer{spec_.key, report.decision, spec_.balancer});
    if (outcome->kind == OutcomeKind::kSuccess && !report.added.empty())
      newcomers_.emplace_back(*outcome, report.added);
    return true;
  });
  JudgeHindsights();
  JudgeNewcomers();
}

void ServicePilot::Handle(const BalancerTold& told) {
  if (told.error.empty()) return;
  Outcome outcome{.decision = told.decision, .service = spec_.key};
  if (outcome_ && outcome_->decision == told.decision) outcome = *outcome_;
  outcome.at = now_;
  if (outcome.kind == OutcomeKind::kSuccess) outcome.kind = OutcomeKind::kInsufficient;
  outcome.message += (outcome.message.empty() ? "" : "; ") + told.error;
  Tell(outcome);
}

/// New replicas that have ended again, or to which nobody sends anything, are no help; the likely cause is said with
/// that.
void ServicePilot::JudgeNewcomers() {
  std::erase_if(newcomers_, [this](const Newcomers& newcomers) {
    for (const auto& replica : facts_->replicas)
      if (newcomers.Has(replica.id) && DiedOfAnError(replica)) {
        const auto died = newcomers.Died(replica, now_);
        std::erase_if(hindsights_, [&](const Hindsight& h) { return h.decision().id == died.decision; });  // said all
        return Tell(died), true;
      }
    const auto idle = newcomers.Idle(facts_->replicas, readings_, now_);
    if (!idle) return now_ - newcomers.since() > Newcomers::kGiveUp;
    if (*idle == 0) return true;
    std::string why;
    for (const auto& warning : facts_->warnings)
      if (warning.kind == WarningKind::kNamesResolvedOnce) why = decide::InWords(warning);
    Tell(newcomers.NoHelp(*idle, why, now_));
    return true;
  });
}

/// An action is through: it took effect, or failed.
void ServicePilot::Conclude(const Outcome& outcome, const Trial& trial) {
  Tell(outcome);
  const auto judged = std::find_if(hindsights_.begin(), hindsights_.end(),
                                   [&](const Hindsight& h) { return h.decision().id == outcome.decision; });
  if (outcome.kind != OutcomeKind::kFailed) {
    raise_backoff_.Succeeded(now_, outcome.until_ready.has_value());
    if (!trial.report().removed.empty()) removal_backoff_.Succeeded(now_, true);
    if (judged != hindsights_.end()) judged->TookEffect(outcome);
    return;
  }
  if (!trial.AllReady(facts_->replicas)) raise_backoff_.Failed(now_, outcome.message);
  if (judged == hindsights_.end()) return;
  const auto decision = judged->decision();
  hindsights_.erase(judged);
  const int left = Running() - trial.Unready(facts_->replicas);
  if (MayTakeBack() && left < Running()) TakeBack(decision, left, outcome);
}

/// How actions look some time after they took effect; and whether the last one is to be taken back.
void ServicePilot::JudgeHindsights() {
  if (hindsights_.empty()) return;
  auto& last = hindsights_.back();
  const bool disturbed = in_flight_ || others_.Until(now_) || around_.engine_lost;  // then its doing cannot be told
  const auto harm = disturbed ? std::nullopt : last.Harm(facts_->replicas, now_);
  if (harm && MayTakeBack()) {
    const auto decision = last.decision();
    hindsights_.pop_back();
    return TakeBack(decision, decision.action->from,
                    {.decision = decision.id, .service = spec_.key, .at = now_, .message = *harm});
  }
  std::erase_if(hindsights_, [this](const Hindsight& hindsight) {
    const auto outcome = hindsight.Judge(now_);
    if (outcome && outcome->kind != OutcomeKind::kSuccess) Tell(*outcome);  // success was said when it took effect
    return outcome.has_value();
  });
}

/// What was done for the load, and not because somebody said so, is judged by the load that came.
void ServicePilot::Watch(const Decision& decision) {
  const int from = decision.action->from, to = decision.action->to;
  if (from == to) return;
  const bool for_load = to > from ? decision.wish.count > from : decision.wish.count < from;
  if (!for_load || decision.wish.by == Actor::kPerson || decision.trigger == Trigger::kRestore || rollback_.Limit())
    return;
  hindsights_.emplace_back(decision, ready_, spec_.target.behavior.down.window);
}

/// Where the user wants that; what somebody commanded meanwhile stands.
bool ServicePilot::MayTakeBack() const { return spec_.rollback && !memory_.override; }

/// Goes back to `count`. `outcome` says why.
void ServicePilot::TakeBack(const Decision& worse, int count, Outcome outcome) {
  rollback_.Begin(worse, count, outcome.message, now_);
  if (worse.action->to > worse.action->from)
    raise_backoff_.Failed(now_, outcome.message);
  else
    pace_.Wished(now_, count, Rules());
  outcome.kind = OutcomeKind::kRolledBack;
  Tell(outcome);
  next_look_ = now_;
}

void ServicePilot::Tell(const Outcome& outcome) {
  if (!outcome_ || outcome_->decision <= outcome.decision) outcome_ = outcome;
  Do(Append{OutcomeJudged{outcome}});
  Do(Publish{outcome});
}

}  // namespace docktor::pilot
