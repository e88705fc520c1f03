#include "pilot/service_pilot.h"

#include <algorithm>

#include <fmt/format.h>

#include "decide/strategy.h"
#include "pilot/look.h"
#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr Duration kFilling = 30s;  // a replica this young has yet to take the memory that it will take
constexpr Duration kRestoringAtLeast = 1min;
constexpr Duration kBeingMade = 15min;  // at the longest: what Compose has made and not started
constexpr Duration kInTime = 1s;        // after it was due, a look that is taken by then is not late

}  // namespace

ServicePilot::ServicePilot(Spec spec, PilotMemory memory)
    : spec_(std::move(spec)),
      memory_(std::move(memory)),
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
  if (around_.engine_lost) EngineLost();
  others_.Pass(now_);
  step_ = {};
  EndWhatIsOver();
  std::visit([this](const auto& e) { Handle(e); }, event);
  for (auto& run : holds_.Due(now_)) Do(Append{std::move(run)});
  return std::exchange(step_, {});
}

void ServicePilot::EngineLost() {
  others_.ForgetDeaths(now_);
  changes_.EngineLost();
}

// ---- events -----------------------------------------------------------------------------------------------------

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

/// A copy that ends soon after its start will do so again: its like are not made at once. That its restart policy
/// starts it anew, and it ends again, keeps nobody waiting.
void ServicePilot::NoteCrash(const ContainerId& id) {
  const auto* copy = facts_ ? Find(facts_->replicas, id) : nullptr;
  if (copy == nullptr || !copy->copy || now_ - copy->started_at > Backoff::kProven) return;
  if (!crashed_.insert(id).second) return;
  backoff_.Failed(now_, fmt::format("{} ended by itself {} after its start", copy->name,
                                    ToText(std::chrono::floor<std::chrono::seconds>(now_ - copy->started_at))));
}

void ServicePilot::Handle(const ActionReport& report) {
  Do(Publish{report});
  if (const int delta = Delta(report); delta != 0) pace_.Scaled(now_, delta);
  others_.Ended(report, now_);
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
  backoff_.Failed(now_, report.message, report.gave_up ? Backoff::kLongest : Backoff::kLongestRefused);
}

void ServicePilot::Handle(const CommandGiven& given) { Do(Reply{given.ticket, Obey(given.command)}); }

void ServicePilot::Handle(const Spec& spec) {
  if (spec == spec_) return;
  spec_ = spec;
  signals_.Keep(spec_.sources, now_);
  next_look_ = now_;  // with the facts that come with it
}

// ---- what others did ------------------------------------------------------------------------------------------------

/// Once nobody is at work any more, and the facts show all that they did.
void ServicePilot::JudgeChange() {
  if (!facts_ || in_flight_ || around_.engine_lost || others_.Until(now_) || seen_.at < others_.LastChange()) return;
  if (BeingMadeAnew()) return;
  const auto change = changes_.Judge(*facts_, others_,
                                     {.now = now_,
                                      .file_count = spec_.file_count,
                                      .window = spec_.target.behavior.down.window,
                                      .restoring = restoring_ ? restoring_->count : 0});
  const bool unasked = change && (change->kind == ChangeKind::kDeploy || change->kind == ChangeKind::kEngineRestart);
  if (unasked || changes_.OthersStarted()) backoff_.EndWait();
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

// ---- what is seen -----------------------------------------------------------------------------------------------

/// Somebody has started what Docktor had left without replicas. What is there from an action that was cut short is not
/// that: the engine may still be stopping it.
bool ServicePilot::BroughtBack() const {
  if (in_flight_ || memory_.open || memory_.last_target != 0) return false;
  const auto left = [this](const ContainerId& id) {
    return std::any_of(memory_.cut_short.begin(), memory_.cut_short.end(), [&](const CutShort& cut) {
      const auto& action = cut.decision.action;
      return action && now_ < cut.found_at + CutShort::kKept &&
             std::find(action->remove.begin(), action->remove.end(), id) != action->remove.end();
    });
  };
  return std::any_of(facts_->replicas.begin(), facts_->replicas.end(),
                     [&](const Replica& r) { return Runs(r) && !left(r.id); });
}

void ServicePilot::NoteFacts(const ServiceFacts& facts) {
  const int before = Running();
  seen_ = facts;
  facts_ = facts;
  if (BroughtBack()) {  // not ours any more
    memory_.last_target.reset();
    memory_.emptied.reset();
    Do(Append{Emptied{spec_.key, std::nullopt}});
  }
  if (Running() == 0 && (before > 0 || !empty_since_)) empty_since_ = before > 0 ? now_ : EmptyBeforeStart();
  for (auto& replica : facts_->replicas) {
    if (replica.phase == Phase::kStarting && now_ - replica.started_at > spec_.start_deadline)
      replica.phase = Phase::kUnhealthy;
    const bool leaving = in_flight_ && Runs(replica) &&
                         std::find(in_flight_->action->remove.begin(), in_flight_->action->remove.end(), replica.id) !=
                             in_flight_->action->remove.end();
    if (leaving) replica.phase = Phase::kDraining;
  }
  if (!spec_.balancer.service.empty())  // it is told
    std::erase_if(facts_->warnings, [](const Warning& w) { return w.kind == WarningKind::kNamesResolvedOnce; });
  readings_.Keep(facts_->replicas);
  changes_.Note(*facts_, others_);
  others_.Keep(facts_->replicas);
  std::erase_if(crashed_, [&](const ContainerId& id) { return Find(facts_->replicas, id) == nullptr; });
  foresight_.NoteReplicas(facts_->replicas, now_);
  NoteReadySet();
}

void ServicePilot::NoteReadySet() {
  std::vector<ContainerId> ready;
  double cpus = 0;
  for (const auto& replica : facts_->replicas) {
    if (replica.phase != Phase::kReady) continue;
    ready.push_back(replica.id);
    cpus += Capacity(replica);
  }
  std::sort(ready.begin(), ready.end());
  if (ready == ready_ && cpus == ready_cpus_) return;
  if (ready == ready_) readings_ = {};  // they were taken under another limit
  ready_ = std::move(ready);
  ready_cpus_ = cpus;
  ready_since_ = now_;
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

int ServicePilot::Running() const {
  if (!facts_) return 0;
  return static_cast<int>(
      std::count_if(facts_->replicas.begin(), facts_->replicas.end(), [](const Replica& r) { return Runs(r); }));
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

Inputs ServicePilot::Observe() const {
  const auto& replicas = facts_->replicas;
  Inputs in{.running = Running(),
            .ready = Count(replicas, Phase::kReady),
            .starting = Count(replicas, Phase::kStarting),
            .unhealthy = Count(replicas, Phase::kUnhealthy) + Count(replicas, Phase::kPaused),
            .draining = Count(replicas, Phase::kDraining),
            .target = decide::CpuGoal(spec_)};
  for (const auto& replica : replicas)
    in.missing += replica.phase == Phase::kReady && !readings_.Cores(replica.id, Since(ReadingLog::kKept), now_);
  in.signals =
      readings_.Signals(replicas, Since(ReadingLog::kKept), now_, around_.host ? around_.host->memory_bytes : 0);
  for (auto& signal : signals_.Signals(spec_.sources, now_)) in.signals.push_back(std::move(signal));
  return in;
}

// ---- what can be asked ------------------------------------------------------------------------------------------

std::optional<Instant> ServicePilot::Due() const {
  if (!facts_) return std::nullopt;
  auto due = next_look_;
  const auto also = [&](const std::optional<Instant>& at) { due = std::min(due, at.value_or(due)); };
  if (memory_.override) also(memory_.override->until);
  if (memory_.change) also(memory_.change->until);
  also(approval_.Until());
  also(next_turn_);
  if (Adapts()) also(foresight_.Due());
  also(others_.Until(now_));
  return due;
}

/// What one more replica takes: the newest one's limit, or the largest working set among its siblings.
std::int64_t ServicePilot::ReplicaBytes() const {
  const auto seen = readings_.LargestMemory(now_);
  return facts_->replicas.empty() ? seen : facts_->replicas.back().limits.memory_bytes.value_or(seen);
}

Reserved ServicePilot::ReservedByOne() const {
  Reserved one{.replicas = 1, .memory_bytes = ReplicaBytes()};
  if (!facts_->replicas.empty()) one.cpus = facts_->replicas.back().limits.cpus.value_or(0);
  return one;
}

Reserved ServicePilot::Reserves() const {
  Reserved all;
  if (!facts_ || !spec_.enabled) return all;
  const auto largest = readings_.LargestMemory(now_);
  for (const auto& replica : facts_->replicas) {
    if (!Runs(replica)) continue;
    ++all.replicas;
    all.cpus += replica.limits.cpus.value_or(0);
    all.memory_bytes += replica.limits.memory_bytes.value_or(largest);
  }
  const auto one = ReservedByOne();
  const int coming = in_flight_ && !reported_ ? in_flight_->action->add : 0;
  return {all.replicas + coming, all.cpus + coming * one.cpus, all.memory_bytes + coming * one.memory_bytes};
}

std::int64_t ServicePilot::PromisedBytes() const {
  std::int64_t bytes = 0;
  if (!facts_) return bytes;
  if (in_flight_ && !reported_) bytes += in_flight_->action->add * ReplicaBytes();
  const auto largest = readings_.LargestMemory(now_);
  for (const auto& replica : facts_->replicas) {
    if (!Runs(replica) || now_ - replica.started_at > kFilling) continue;
    const auto* newest = readings_.Newest(replica.id, now_);
    const auto need = replica.limits.memory_bytes.value_or(largest);
    bytes += std::max<std::int64_t>(0, need - (newest != nullptr ? newest->memory_bytes : 0));
  }
  return bytes;
}

ServiceView ServicePilot::View() const {
  ServiceView view{.key = spec_.key, .spec = spec_};
  if (facts_) {
    view.image = facts_->image;
    view.replicas = facts_->replicas;
    view.obstacles = facts_->obstacles;
    view.warnings = facts_->warnings;
    view.inputs = Observe();
    view.next_look = next_look_;
    view.looks = looks_;
    view.late_looks = late_looks_;
  }
  view.override = memory_.override;
  view.change = memory_.change;
  view.decision = last_;
  view.equal_looks = holds_.looks();
  if (in_flight_) view.in_flight = in_flight_->action;
  view.proposal = approval_.open();
  view.outcome = outcome_;
  view.start_time = foresight_.StartTime();
  if (AsksModel(spec_)) view.counsel = counsel_.View();
  return view;
}

std::vector<RecordBody> ServicePilot::Close() {
  holds_.End();
  std::vector<RecordBody> records;
  for (auto& run : holds_.Due(now_)) records.emplace_back(std::move(run));
  return records;
}

}  // namespace docktor::pilot
