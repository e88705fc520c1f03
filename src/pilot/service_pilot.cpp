#include "pilot/service_pilot.h"

#include <algorithm>

#include <fmt/format.h>

#include "decide/resolve.h"
#include "decide/target.h"
#include "decide/victims.h"
#include "decide/words.h"
#include "pilot/limits.h"

namespace docktor::pilot {
namespace {

constexpr Duration kBurstWindow = 2s;
constexpr Duration kFilling = 30s;    // a replica this young has yet to take the memory that it will take
constexpr Duration kSightDelay = 3s;  // after a report: by then the facts are taken to show its effect

bool Counts(const Replica& replica) { return Runs(replica.phase); }

int Count(const std::vector<Replica>& replicas, Phase phase) {
  return static_cast<int>(
      std::count_if(replicas.begin(), replicas.end(), [&](const auto& r) { return r.phase == phase; }));
}

bool Has(const std::vector<Replica>& replicas, const ContainerId& id) {
  return std::any_of(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == id; });
}

/// Of what keeps a command from being done: it will be done once this is over. (A dry run says so to everything.)
bool PassesByItself(Reason reason) {
  return reason == Reason::kActionInFlight || reason == Reason::kOthersAtWork || reason == Reason::kEngineLost ||
         reason == Reason::kDryRun;
}

}  // namespace

ServicePilot::ServicePilot(Spec spec, PilotMemory memory)
    : spec_(std::move(spec)), memory_(std::move(memory)), pace_(memory_.scaled) {
  if (memory_.open && memory_.open->action) others_.OurAction(*memory_.open->action);  // the engine may still be at it
}

Step ServicePilot::On(const Event& event, const Surroundings& around, Instant now) {
  now_ = std::max(now, now_);
  around_ = around;
  if (around_.engine_lost) others_.ForgetDeaths();
  step_ = {};
  EndOverrideWhenDue();
  std::visit([this](const auto& e) { Handle(e); }, event);
  for (auto& run : holds_.Due(now_)) Do(Append{std::move(run)});
  return std::exchange(step_, {});
}

// ---- events -----------------------------------------------------------------------------------------------------

void ServicePilot::Handle(const Tick&) {
  SettleAction();
  JudgeTrials();
  if (facts_ && now_ >= next_look_) Look(Trigger::kInterval);
}

void ServicePilot::Handle(const Sweep& sweep) {
  readings_.Add(sweep, now_);
  if (!facts_) return;
  burst_.Note(sweep, facts_->replicas, spec_.target);
  if (burst_.Burst()) LookAtBurst();
}

void ServicePilot::Handle(const ServiceFacts& facts) {
  const bool first = !facts_;
  const int before = Running();
  NoteFacts(facts);
  if (first) CloseOpenIntent();
  // After a start, and after a change that was not ours, nothing is taken away for a whole window.
  if (first || (Running() != before && !in_flight_)) pace_.Wished(now_, Running(), spec_.target);
  SettleAction();
  JudgeTrials();
  if (first) Look(Trigger::kInterval);
}

void ServicePilot::Handle(const Activity& activity) { others_.Note(activity, now_); }

void ServicePilot::Handle(const ActionReport& report) {
  Do(Publish{report});
  const int delta = static_cast<int>(report.added.size()) - static_cast<int>(report.removed.size());
  if (delta != 0) pace_.Scaled(now_, delta);
  others_.OurReport(report);
  for (auto& trial : trials_) trial.Forget(report.removed);
  if (!in_flight_ || in_flight_->id != report.decision) return;
  trials_.emplace_back(*in_flight_, report);
  reported_ = report;
  SettleAction();
  JudgeTrials();
}

void ServicePilot::Handle(const CommandGiven& given) { Do(Reply{given.ticket, Obey(given.command)}); }

void ServicePilot::Handle(const Spec& spec) {
  if (spec == spec_) return;
  spec_ = spec;
  next_look_ = now_;  // with the facts that come with it
}

// ---- commands ---------------------------------------------------------------------------------------------------

Answer ServicePilot::Obey(const Command& command) {
  if (!facts_)
    return Fail(Errc::kUnavailable, "the engine has not been asked about " + spec_.key.Text() + " yet",
                "try again in a moment");
  if (memory_.override && memory_.override->by == Actor::kPerson && command.by != Actor::kPerson)
    return Fail(Errc::kDenied, "a person's command is in force for " + spec_.key.service,
                "a person may end it: docktor resume " + spec_.key.service);
  if (const auto* order = std::get_if<ScaleTo>(&command.what)) return Scale(*order, command.by);
  if (const auto* pause = std::get_if<PauseScaling>(&command.what)) {
    SetOverride({.kind = OverrideKind::kPaused,
                 .by = command.by,
                 .since = now_,
                 .until = pause->hold ? std::optional(now_ + *pause->hold) : std::nullopt});
  } else if (memory_.override) {
    memory_.override.reset();
    Do(Append{OverrideEnded{spec_.key, command.by}});
  }
  Look(Trigger::kCommand);
  return *last_;
}

Answer ServicePilot::Scale(const ScaleTo& order, Actor by) {
  if (auto objection = Objection(order, by)) return tl::unexpected(*std::move(objection));
  if (!order.once) {
    const auto window = spec_.target.down.window > Duration{0} ? spec_.target.down.window : Duration{5min};
    SetOverride({.kind = OverrideKind::kExactly,
                 .count = order.count,
                 .by = by,
                 .since = now_,
                 .until = now_ + order.hold.value_or(window)});
  }
  Look(Trigger::kCommand, Wish{order.count, by});
  return *last_;
}

/// Why an order to scale is refused.
std::optional<Error> ServicePilot::Objection(const ScaleTo& order, Actor by) const {
  const auto refuse = [&](Errc code, const std::string& why, std::string hint = {}) {
    return Error{code, fmt::format("cannot scale {} to {}: {}", spec_.key.service, order.count, why), std::move(hint)};
  };
  if (order.count < 0) return refuse(Errc::kInvalidInput, "a count is 0 or more");
  if (order.once && by != Actor::kPerson)
    return refuse(Errc::kDenied, "only a person may scale a service that nobody enabled");
  if (!spec_.enabled && !order.once && !spec_.trouble.empty())
    return refuse(Errc::kDenied, "its settings are wrong: " + spec_.trouble,
                  "mend them; until then it is watched only");
  if (!spec_.enabled && !order.once)
    return refuse(Errc::kDenied, "nobody enabled it",
                  fmt::format("add the label docktor.enable: \"true\" (or x-docktor: {{}}) to {0} in the Compose file, "
                              "or: docktor scale {0} {1} --once",
                              spec_.key.service, order.count));
  if (order.once && in_flight_)
    return refuse(Errc::kConflict, "the action of " + in_flight_->id.Text() + " is not finished",
                  "try again when it is");
  if (order.once && around_.engine_lost)
    return refuse(Errc::kUnavailable, "the Docker engine does not answer", "try again when it does");
  if (order.once && others_.Until(now_))
    return refuse(Errc::kConflict, "somebody else is changing it right now", "try again in a moment");
  for (const auto& c : Constraints(Observe(), Wish{order.count, by})) {
    if (c.reason == Reason::kPaused && !order.once) continue;  // the newer word replaces the pause
    const bool binds = order.count < c.floor || order.count > c.ceiling;
    if (binds && !PassesByItself(c.reason) && c.rank > Rank::kCommand) return refuse(Errc::kDenied, decide::InWords(c));
  }
  return std::nullopt;
}

void ServicePilot::SetOverride(Override override) {
  memory_.override = override;
  Do(Append{OverrideSet{spec_.key, override}});
}

void ServicePilot::EndOverrideWhenDue() {
  if (!memory_.override || !memory_.override->until || *memory_.override->until > now_) return;
  memory_.override.reset();
  Do(Append{OverrideEnded{spec_.key, Actor::kRules}});
  next_look_ = now_;
}

// ---- what became of actions -------------------------------------------------------------------------------------

/// An intent without an end: what is there now is its end.
void ServicePilot::CloseOpenIntent() {
  if (!memory_.open) return;
  const auto open = *std::exchange(memory_.open, std::nullopt);
  if (!open.action) return;
  ActionReport report{.decision = open.id, .service = spec_.key, .at = now_, .ok = Running() == open.action->to};
  report.message =
      fmt::format("Docktor ended during this action; {} of {} replicas were found running after the restart", Running(),
                  open.action->to);
  for (const auto& replica : facts_->replicas)
    if (Counts(replica) && replica.created_at >= open.at && replica.copy) report.added.push_back(replica.id);
  for (const auto& id : open.action->remove)
    if (!Has(facts_->replicas, id)) report.removed.push_back(id);
  pace_.Scaled(now_, static_cast<int>(report.added.size()) - static_cast<int>(report.removed.size()));
  if (report.ok) trials_.emplace_back(open, report);  // else it was cut short, which is no reason to back off
  Do(Append{ActionEnded{report}});
  Do(Publish{std::move(report)});
}

/// The action is over once the facts show what it did: a look at older facts would order the same again.
void ServicePilot::SettleAction() {
  if (!in_flight_ || !reported_ || !facts_) return;
  const bool seen = std::all_of(reported_->added.begin(), reported_->added.end(),
                                [&](const auto& id) { return Has(facts_->replicas, id); }) &&
                    std::none_of(reported_->removed.begin(), reported_->removed.end(),
                                 [&](const auto& id) { return Has(facts_->replicas, id); });
  if (!seen && now_ < reported_->at + kSightDelay) return;
  in_flight_.reset();
  reported_.reset();
  NoteFacts(ServiceFacts(seen_));  // what was to leave and did not serves again
  next_look_ = now_;
}

void ServicePilot::JudgeTrials() {
  if (!facts_) return;
  std::erase_if(trials_, [this](const Trial& trial) {
    const auto outcome = trial.Judge(facts_->replicas, now_);
    if (outcome) Conclude(*outcome);
    return outcome.has_value();
  });
}

void ServicePilot::Conclude(const Outcome& outcome) {
  outcome_ = outcome;
  if (outcome.kind == OutcomeKind::kFailed) {
    backoff_.Failed(now_, outcome.message);
  } else {
    backoff_.Succeeded();
  }
  Do(Append{OutcomeJudged{outcome}});
  Do(Publish{outcome});
}

// ---- what is seen -----------------------------------------------------------------------------------------------

void ServicePilot::NoteFacts(const ServiceFacts& facts) {
  const int before = Running();
  seen_ = facts;
  facts_ = facts;
  if (Running() == 0 && (before > 0 || !empty_since_)) empty_since_ = now_;
  for (auto& replica : facts_->replicas) {
    if (replica.phase == Phase::kStarting && now_ - replica.started_at > spec_.start_deadline)
      replica.phase = Phase::kUnhealthy;
    const bool leaving = in_flight_ && in_flight_->action && Counts(replica) &&
                         std::find(in_flight_->action->remove.begin(), in_flight_->action->remove.end(), replica.id) !=
                             in_flight_->action->remove.end();
    if (leaving) replica.phase = Phase::kDraining;
  }
  readings_.Keep(facts_->replicas);
  others_.Keep(facts_->replicas);
  NoteReadySet();
}

void ServicePilot::NoteReadySet() {
  std::vector<ContainerId> ready;
  for (const auto& replica : facts_->replicas)
    if (replica.phase == Phase::kReady) ready.push_back(replica.id);
  std::sort(ready.begin(), ready.end());
  if (ready == ready_) return;
  ready_ = std::move(ready);
  ready_since_ = now_;
}

int ServicePilot::Running() const {
  return facts_ ? static_cast<int>(std::count_if(facts_->replicas.begin(), facts_->replicas.end(), Counts)) : 0;
}

/// None runs, nothing of ours made it so, and none of them died by itself.
bool ServicePilot::StoppedByOthers() const {
  if (Running() > 0 || in_flight_ || memory_.last_target == 0) return false;
  const auto& o = memory_.override;
  const bool commanded_since =
      o && o->kind == OverrideKind::kExactly && o->by == Actor::kPerson && o->since >= empty_since_;
  return !commanded_since && std::none_of(facts_->replicas.begin(), facts_->replicas.end(), [&](const Replica& r) {
    return r.phase == Phase::kExited && r.exit_code != 0 && others_.DiedByItself(r.id);
  });
}

/// A window that does not reach back to when other replicas shared the load.
Instant ServicePilot::Since(Duration window) const {
  const auto from = now_ - window;
  return ready_since_ > from ? std::min(ready_since_, now_ - kBurstWindow) : from;
}

Inputs ServicePilot::Observe() const {
  const auto& replicas = facts_->replicas;
  Inputs in{.running = Running(),
            .ready = Count(replicas, Phase::kReady),
            .starting = Count(replicas, Phase::kStarting),
            .unhealthy = Count(replicas, Phase::kUnhealthy) + Count(replicas, Phase::kPaused),
            .draining = Count(replicas, Phase::kDraining),
            .target = spec_.target.cpu};
  for (const auto& replica : replicas)
    in.missing += replica.phase == Phase::kReady && !readings_.Cores(replica.id, Since(ReadingLog::kKept), now_);
  in.signals =
      readings_.Signals(replicas, Since(ReadingLog::kKept), now_, around_.host ? around_.host->memory_bytes : 0);
  return in;
}

// ---- a look -----------------------------------------------------------------------------------------------------

void ServicePilot::LookAtBurst() {
  if (in_flight_) return;
  const auto verdict = decide::Resolve(Recommend(Trigger::kBurst).count, Constraints(Observe(), {}));
  if (verdict.count > Running()) Look(Trigger::kBurst);  // else the next regular look says why not
}

void ServicePilot::Look(Trigger trigger, std::optional<Wish> wish) {
  Decision decision{.id = around_.next_id, .service = spec_.key, .at = now_, .trigger = trigger, .inputs = Observe()};
  decision.recommendation = Recommend(trigger);
  pace_.Wished(now_, decision.recommendation.count, spec_.target);
  decision.wish = wish.value_or(Wish{decision.recommendation.count, Actor::kRules});
  decision.verdict = decide::Resolve(decision.wish.count, Constraints(decision.inputs, wish));
  decision.action = ActionFor(decision);
  if (trigger != Trigger::kBurst) next_look_ = now_ + spec_.interval;
  Record(std::move(decision));
}

Recommendation ServicePilot::Recommend(Trigger trigger) const {
  const auto& replicas = facts_->replicas;
  if (trigger != Trigger::kBurst)
    return decide::Target(Running(), readings_.Loads(replicas, Since(ReadingLog::kKept), now_), spec_.target);
  auto loads = readings_.Loads(replicas, now_ - kBurstWindow, now_);
  std::erase_if(loads, [](const auto& load) { return !load.ready; });
  return decide::Burst(Running(), loads, Count(replicas, Phase::kStarting), spec_.target);
}

std::vector<Constraint> ServicePilot::Constraints(const Inputs& in, const std::optional<Wish>& wish) const {
  auto all = EngineFacts(spec_, facts_->obstacles, in.running);
  const auto add = [&](std::optional<Constraint> c) {
    if (c) all.push_back(*std::move(c));
  };
  const bool commanded = wish && wish->by == Actor::kPerson;
  if (commanded) {
    std::erase_if(all, [](const Constraint& c) { return c.reason == Reason::kNotEnabled; });
    all.push_back(Pinned(Reason::kCommanded, Rank::kCommand, wish->count));
  }
  for (auto& c : Bounds(spec_)) {
    const bool nobody_said_it = c.reason == Reason::kTooFewReplicas && !spec_.min_said;
    if (!(commanded && !spec_.enabled && nobody_said_it)) all.push_back(std::move(c));
  }
  AddSituation(all, in, wish);
  add(HostFull(around_.host, {ReplicaBytes(), around_.promised_bytes + PromisedBytes()}, in.running));
  add(MissingReadings(in.ready > 0 ? in.missing : in.running, in.running));
  add(ReplicasStarting(in.starting, in.running));
  for (auto& c : pace_.Constraints(in.running, spec_.target, now_)) all.push_back(std::move(c));
  return all;
}

/// What keeps or sets the count for the time being.
void ServicePilot::AddSituation(std::vector<Constraint>& all, const Inputs& in, const std::optional<Wish>& wish) const {
  if (in_flight_ && in_flight_->action)
    all.push_back(
        Pinned(Reason::kActionInFlight, Rank::kEngineFact, in_flight_->action->to, {}, in_flight_->id.Text()));
  if (around_.engine_lost) all.push_back(Pinned(Reason::kEngineLost, Rank::kEngineFact, in.running));
  const bool commanded = wish && wish->by == Actor::kPerson;
  if (StoppedByOthers() && !commanded) all.push_back(Pinned(Reason::kStoppedByOthers, Rank::kEngineFact, 0));
  if (const auto until = others_.Until(now_))
    all.push_back(Pinned(Reason::kOthersAtWork, Rank::kEngineFact, in.running, until));
  if (const auto until = backoff_.Until(now_); until && !commanded)  // also below the minimum: a crash loop is not fed
    all.push_back(Pinned(Reason::kBackoff, Rank::kBounds, in.running, until, backoff_.why()));
  if (!memory_.override) return;
  const auto& o = *memory_.override;
  const auto rank = o.by == Actor::kPerson ? Rank::kCommand : Rank::kSoftWish;
  if (o.kind == OverrideKind::kPaused)
    all.push_back(Pinned(Reason::kPaused, o.by == Actor::kPerson ? Rank::kEngineFact : rank, in.running, o.until));
  else if (!commanded)
    all.push_back(Pinned(Reason::kCommanded, rank, o.count, o.until));
}

std::optional<Action> ServicePilot::ActionFor(const Decision& d) const {
  const int from = d.inputs.running, to = d.verdict.count;
  if (to == from || in_flight_) return std::nullopt;
  Action action{
      .decision = d.id, .service = spec_.key, .from = from, .to = to, .deadline = now_ + spec_.start_deadline};
  if (to < from) {
    action.remove = Leaving(from - to);
    return action;
  }
  action.add = to - from;
  const Replica* newest = nullptr;
  for (const auto& r : facts_->replicas)
    if (newest == nullptr || std::pair(Counts(r), r.created_at) >= std::pair(Counts(*newest), newest->created_at))
      newest = &r;
  if (newest != nullptr) action.source = newest->id;
  return action;
}

std::vector<ContainerId> ServicePilot::Leaving(int count) const {
  std::vector<decide::Candidate> candidates;
  for (const auto& replica : facts_->replicas) {
    const auto* newest = readings_.Newest(replica.id, now_);
    if (Counts(replica)) candidates.push_back({replica, newest ? std::optional(newest->cpu_cores) : std::nullopt});
  }
  return decide::Victims(candidates, count);
}

void ServicePilot::Record(Decision decision) {
  if (decision.action) {
    holds_.End();
    in_flight_ = decision;
    reported_.reset();
    memory_.last_target = decision.action->to;
    others_.OurAction(*decision.action);
    Do(StartAction{decision});
    Do(Publish{decision});
  } else if (holds_.Note(decision)) {
    Do(Publish{decision});
  }
  last_ = decision;
  step_.decision = std::move(decision);
}

// ---- what can be asked ------------------------------------------------------------------------------------------

std::optional<Instant> ServicePilot::Due() const {
  if (!facts_) return std::nullopt;
  auto due = next_look_;
  if (memory_.override && memory_.override->until) due = std::min(due, *memory_.override->until);
  return due;
}

/// What one more replica takes: the newest one's limit, or the largest working set among its siblings.
std::int64_t ServicePilot::ReplicaBytes() const {
  const auto seen = readings_.LargestMemory(now_);
  return facts_->replicas.empty() ? seen : facts_->replicas.back().limits.memory_bytes.value_or(seen);
}

std::int64_t ServicePilot::PromisedBytes() const {
  std::int64_t bytes = 0;
  if (!facts_) return bytes;
  if (in_flight_ && in_flight_->action && !reported_) bytes += in_flight_->action->add * ReplicaBytes();
  for (const auto& replica : facts_->replicas) {
    if (!Runs(replica.phase) || now_ - replica.started_at > kFilling) continue;
    const auto* newest = readings_.Newest(replica.id, now_);
    const auto need = replica.limits.memory_bytes.value_or(readings_.LargestMemory(now_));
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
    view.inputs = Observe();
    view.next_look = next_look_;
  }
  view.override = memory_.override;
  view.decision = last_;
  view.equal_looks = holds_.looks();
  if (in_flight_) view.in_flight = in_flight_->action;
  view.outcome = outcome_;
  return view;
}

std::vector<RecordBody> ServicePilot::Close() {
  holds_.End();
  std::vector<RecordBody> records;
  for (auto& run : holds_.Due(now_)) records.emplace_back(std::move(run));
  return records;
}

}  // namespace docktor::pilot
