/// What others do to a service, and how its replicas end by themselves.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "pilot/others/exit.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {
namespace {

constexpr Duration kRestoringAtLeast = 1min;
constexpr Duration kBeingMade = 15min;  // at the longest: what Compose has made and not started

}  // namespace

/// A copy that ends soon after its start will do so again: its like are not made at once. That its restart policy
/// starts it anew, and it ends again, keeps nobody waiting.
void ServicePilot::NoteCrash(const ContainerId& id) {
  const auto* copy = facts_ ? Find(facts_->replicas, id) : nullptr;
  if (copy == nullptr || !copy->copy || now_ - copy->started_at > Backoff::kProven) return;
  if (!crashed_.insert(id).second) return;
  raise_backoff_.Failed(now_, fmt::format("{} ended by itself {} after its start", copy->name,
                                          ToText(std::chrono::floor<std::chrono::seconds>(now_ - copy->started_at))));
}

/// What had died by itself before a restart is not somebody's stop, where it was seen so and nothing of the service was
/// started since.
void ServicePilot::RecallDeaths(const ServiceFacts& facts) {
  const auto look = std::exchange(memory_.last_look, std::nullopt);
  if (!look || !look->all_dead) return;
  const auto& all = facts.replicas;
  const bool touched = std::any_of(
      all.begin(), all.end(), [&](const Replica& r) { return Runs(r) || (HasStarted(r) && r.started_at > look->at); });
  if (touched) return;
  const bool shown = std::any_of(all.begin(), all.end(), ShowsCrash);
  for (const auto& replica : all)
    if (shown ? ShowsCrash(replica) : replica.exit_code != 0) others_.RecallDeath(replica.id, look->at);
}

/// Once nobody is at work any more, and the facts show all that they did.
void ServicePilot::JudgeChange() {
  if (!facts_ || in_flight_ || around_.engine_lost || others_.Until(now_) || seen_.at < others_.LastChange()) return;
  if (BeingMadeAnew() || !std::exchange(unjudged_, false)) return;
  const auto change = changes_.Judge(*facts_, others_,
                                     {.now = now_,
                                      .file_count = spec_.file_count,
                                      .window = spec_.target.behavior.down.window,
                                      .restoring = restoring_ ? restoring_->count : 0});
  const bool unasked = change && (change->kind == ChangeKind::kDeploy || change->kind == ChangeKind::kEngineRestart);
  if (unasked || changes_.OthersStarted()) raise_backoff_.EndWait();
  if (!change || !spec_.enabled) return;
  memory_.change = *change;
  Do(Append{*change});
  next_look_ = now_;
  restoring_.reset();
  rollback_.End();
  if (unasked)
    hindsights_.clear();  // what comes now is not their doing
  else
    Overridden(change->to);
  if (unasked && change->to < change->from) Restore(*change);
}

/// None runs, and what Compose has made in their place waits for its start, as it does for what it depends on.
bool ServicePilot::BeingMadeAnew() const {
  return Running() == 0 && std::any_of(facts_->replicas.begin(), facts_->replicas.end(), [this](const Replica& r) {
           return !r.copy && !HasStarted(r) && now_ - r.created_at < kBeingMade;
         });
}

void ServicePilot::Restore(const ChangeSeen& change) {
  restoring_ = {change.from, now_ + std::max(spec_.target.behavior.down.window, kRestoringAtLeast)};
  pace_.Wished(now_, change.from, Rules());
  Look(Trigger::kRestore);
}

/// Somebody has started what Docktor had left without replicas. What an action was to take away is not that, be it that
/// it was cut short or failed: the engine may still be stopping it. Nor is what was seen before the last one had ended.
bool ServicePilot::BroughtBack() const {
  if (in_flight_ || memory_.open || memory_.last_target != 0 || facts_->at < reported_at_) return false;
  const auto left = [this](const ContainerId& id) {
    return std::any_of(memory_.cut_short.begin(), memory_.cut_short.end(), [&](const CutShort& cut) {
      const auto& action = cut.decision.action;
      return action && now_ < cut.found_at + CutShort::kKept &&
             std::find(action->remove.begin(), action->remove.end(), id) != action->remove.end();
    });
  };
  return std::any_of(facts_->replicas.begin(), facts_->replicas.end(),
                     [&](const Replica& r) { return Runs(r) && !left(r.id) && !others_.IsOurs(r.id); });
}

/// Since when none has been running, where none is seen after a start: since somebody stopped it, if nothing was
/// started after that, else it was stopped only now.
Instant ServicePilot::EmptyBeforeStart() const {
  const auto& change = memory_.change;
  const bool started_since = std::any_of(memory_.scaled.begin(), memory_.scaled.end(), [&](const auto& scaled) {
    return change && scaled.at > change->at && scaled.delta > 0;
  });
  return change && change->kind == ChangeKind::kStopped && !started_since ? change->at : now_;
}

/// None runs, nothing of ours made it so, and none of them died by itself.
bool ServicePilot::StoppedByOthers() const {
  if (Running() > 0 || in_flight_ || memory_.last_target == 0) return false;
  const auto& o = memory_.override;
  const bool commanded_since =
      o && o->kind == OverrideKind::kExactly && o->by == Actor::kPerson && o->since >= empty_since_;
  return !commanded_since && std::none_of(facts_->replicas.begin(), facts_->replicas.end(),
                                          [this](const Replica& r) { return DiedOfAnError(r); });
}

bool ServicePilot::Gone() const {
  if (!facts_ || !facts_->replicas.empty() || !spec_.unnamed || in_flight_) return false;
  const bool unread = std::any_of(facts_->obstacles.begin(), facts_->obstacles.end(),
                                  [](const Obstacle& o) { return o.reason == Reason::kEngineLost; });
  return !unread && (!spec_.enabled || StoppedByOthers());
}

/// It has ended, by itself and with an error, and is there still.
bool ServicePilot::DiedOfAnError(const Replica& replica) const {
  return replica.phase == Phase::kExited && replica.exit_code != 0 && others_.DiedByItself(replica.id);
}

/// Replicas that are there still and have ended their work: by themselves, without an error.
int ServicePilot::Finished() const {
  return static_cast<int>(std::count_if(facts_->replicas.begin(), facts_->replicas.end(), [&](const Replica& r) {
    return r.phase == Phase::kExited && r.exit_code == 0 && others_.DiedByItself(r.id);
  }));
}

/// How the last one ended that died of an error; empty: none did.
std::string ServicePilot::LastDeath() const {
  const Replica* last = nullptr;
  for (const auto& r : facts_->replicas)
    if (DiedOfAnError(r) && (last == nullptr || last->started_at < r.started_at)) last = &r;
  return last == nullptr ? "" : HowItEnded(*last);
}

}  // namespace docktor::pilot
