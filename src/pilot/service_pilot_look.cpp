/// A look at the service: what the strategy wants, what limits it, what is done.
#include <algorithm>

#include "core/latency_signal.h"
#include "decide/resolve.h"
#include "decide/schedule.h"
#include "decide/strategy.h"
#include "decide/victims.h"
#include "forecast/beat.h"
#include "pilot/limits.h"
#include "pilot/look.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {
namespace {

decide::AdaptiveTerms TermsOf(const Spec& spec) {
  return {.price = decide::TermsOf(spec.adaptive), .calmness = Seconds(spec.adaptive.calmness)};
}

/// A limit that may call a removal off: not one that says only how soon something may be taken away.
bool CallsForMore(const Constraint& limit, const Fallback& fallback) {
  if (limit.reason == Reason::kFallback) return fallback.kind != FallbackKind::kHold;
  return (limit.rank == Rank::kBounds && limit.reason != Reason::kBackoff) || limit.rank == Rank::kCommand ||
         limit.reason == Reason::kCommanded || limit.reason == Reason::kPaused;
}

/// Which run each of them is in.
std::map<std::string, std::string> RunsOf(const std::vector<Replica>& replicas, const std::vector<ContainerId>& ids) {
  std::map<std::string, std::string> runs;
  for (const auto& id : ids)
    if (const auto* replica = Find(replicas, id); replica != nullptr && !replica->run.empty())
      runs.emplace(id.value, replica->run);
  return runs;
}

}  // namespace

/// A window that does not reach back to when other replicas shared the load.
Instant ServicePilot::Since(Duration window) const {
  const auto from = now_ - window;
  return ready_since_ > from ? std::min(ready_since_, now_ - kBurstWindow) : from;
}

decide::Adaptive::Question ServicePilot::Asked() const {
  const int coming = in_flight_ ? in_flight_->action->to : Running();
  decide::Adaptive::Question asked{.current = coming, .beat = forecast::kBeat, .now = now_};
  asked.min = std::max(1, spec_.min);
  asked.max = std::max(1, spec_.max);
  asked.carried = Carried();
  if (!spec_.signals.empty()) asked.others = decide::OthersWant(spec_, SignalsSince(Since(ReadingLog::kKept)));
  return asked;
}

/// What its replicas use of the host's cores and what nobody uses, in such replicas.
std::optional<double> ServicePilot::Carried() const {
  const bool known = around_.host && now_ - around_.host->at < ReadingLog::kFresh;
  if (!known || ready_.empty() || ready_cpus_ <= 0) return std::nullopt;
  double cores = around_.host->cores * std::max(0.0, 1 - around_.host->cpu_utilization);
  for (const auto& id : ready_) cores += readings_.Cores(id, now_ - kBurstWindow, now_).value_or(0);
  return cores * static_cast<double>(ready_.size()) / ready_cpus_;
}

void ServicePilot::Beat() {
  foresight_.Beat(facts_->replicas, Told(), TermsOf(*Leaning(spec_, memory_.override)), Asked());
}

Foresight::Told ServicePilot::Told() const {
  Foresight::Told told;
  for (const auto& source : spec_.sources) {
    const auto value = signals_.Value(source, now_);
    if (!value) continue;
    if (source.signal == "requests_per_second") told.requests = value;
    const auto latency = LatencySignal::Parse(source.signal);
    if (latency && (!told.latency || latency->share > told.latency->of.share)) told.latency = {*value, *latency};
  }
  return told;
}

void ServicePilot::LookAtBurst() {
  auto draft = Draft(Trigger::kBurst, {});
  if (in_flight_) return CallOffDrain(draft);
  const auto resize = Judge(draft);
  const bool waits = WantsApproval(draft) && !approval_.IsNews(draft, now_);
  const bool grows = draft.verdict.count > Running() || (resize && resize->to > resize->from);
  if (grows && !waits) Look(Trigger::kBurst);  // else the next regular look says why not
}

/// Where more are wanted than a removal in flight would leave: not where nothing is known, as right after a start, nor
/// where it is a person's, once, on a service that Docktor does not look after.
void ServicePilot::CallOffDrain(const Decision& draft) {
  if (!in_flight_ || in_flight_->action->remove.empty() || reported_) return;
  if (!(spec_.enabled || Commanded(draft)) || called_off_ == in_flight_->id || WantsApproval(draft)) return;
  auto constraints = Constraints(draft);
  std::erase_if(constraints, [this](const Constraint& c) { return !CallsForMore(c, spec_.fallback); });
  const bool blind =
      draft.recommendation.reason == Reason::kNoSignal && !restoring_ && draft.trigger != Trigger::kCommand;
  const auto wanted = decide::Resolve(blind ? 0 : draft.wish.count, std::move(constraints)).count;
  if (wanted <= in_flight_->action->to) return;
  called_off_ = in_flight_->id;
  Do(CancelDrain{spec_.key, in_flight_->id});
}

bool ServicePilot::WantsApproval(const Decision& decision) const {
  return spec_.manual && spec_.enabled && !spec_.dry_run && !Commanded(decision);
}

/// Proposes what the verdict would change, and leaves the count as it is until a person has answered.
void ServicePilot::AskForApproval(Decision& decision) {
  const bool changes = decision.verdict.count != decision.inputs.running;
  if (!changes && decision.recommendation.reason == Reason::kNoSignal) return;  // which speaks against nothing
  DoAll(approval_.Offer(decision, now_));
  if (!changes) return;
  auto constraints = decision.verdict.constraints;
  constraints.push_back(approval_.Limit(decision));
  decision.verdict = decide::Resolve(decision.wish.count, std::move(constraints));
}

void ServicePilot::Look(Trigger trigger, std::optional<Wish> wish) {
  ++looks_;
  if (restoring_ && (Running() >= restoring_->count || now_ >= restoring_->until)) restoring_.reset();
  if (restoring_ && trigger == Trigger::kInterval) trigger = Trigger::kRestore;
  rollback_.Note(Running(), now_);
  auto decision = Draft(trigger, wish);
  if (decision.recommendation.reason != Reason::kNoSignal)
    for (auto& hindsight : hindsights_) hindsight.Wanted(decision.recommendation.count, now_);
  pace_.Wished(now_, decision.recommendation.count, Rules());
  CallOffDrain(decision);
  const auto resize = Judge(decision);
  const auto matter = resize ? std::nullopt : MatterOf(decision);
  if (matter) Heed(*matter, decision);
  if (WantsApproval(decision) && !FollowOrder(decision)) AskForApproval(decision);
  if (!spec_.dry_run && (!spec_.manual || !spec_.enabled)) DoAll(approval_.Withdraw());
  decision.action = ActionFor(decision, resize);
  if (trigger != Trigger::kBurst) next_look_ = now_ + spec_.interval;
  next_turn_ = decide::NextTurn(spec_.schedules, Date());
  if (next_turn_) *next_turn_ -= around_.date_ahead;
  Record(std::move(decision));
  if (AsksModel(spec_)) Ask(*last_, matter);
}

/// Sets the verdict. What comes back: the CPU limit that the replicas should get instead of more of them, or because
/// they have been too large for long.
std::optional<Resize> ServicePilot::Judge(Decision& draft) {
  auto limits = Constraints(draft);
  std::optional<Resize> resize;
  if (spec_.cost.prefer == Prefer::kFewerLarge || memory_.resized)
    resize = sizing_.Judge(facts_->replicas, SizeAsked(draft, limits), now_);
  const bool by_itself = !Commanded(draft) && draft.trigger != Trigger::kRestore && !WantsApproval(draft);
  if (!by_itself) resize.reset();
  if (resize && resize->to > resize->from) limits.push_back(LargerFirst(*resize, draft.inputs.running));
  draft.verdict = decide::Resolve(draft.wish.count, std::move(limits));
  return resize;
}

/// Adaptive has a patience of its own, with which it makes its recommendations: HPA's windows are laid over them only
/// while it knows too little to make any.
const Behavior& ServicePilot::Rules() const { return Foresees() ? spec_.adaptive.behavior : spec_.target.behavior; }

/// All but the verdict and what follows from it.
Decision ServicePilot::Draft(Trigger trigger, std::optional<Wish> wish) const {
  Decision draft{.id = around_.next_id, .service = spec_.key, .at = now_, .trigger = trigger, .inputs = Observe()};
  draft.recommendation = Recommend(trigger);
  const int restored = restoring_ ? restoring_->count : 0;
  draft.wish = wish.value_or(Wish{std::max(draft.recommendation.count, restored), Actor::kRules});
  return draft;
}

decide::Signals ServicePilot::SignalsSince(Instant since) const {
  const auto& replicas = facts_->replicas;
  decide::Signals signals{.current = Running(), .ready = Count(replicas, Phase::kReady)};
  signals.cpu = readings_.Loads(replicas, since, now_);
  signals.memory = readings_.MemoryLoads(replicas, now_, around_.host ? around_.host->memory_bytes : 0);
  for (const auto& source : spec_.sources) signals.service[source.signal] = signals_.Value(source, now_);
  return signals;
}

/// What each ready replica has done since then.
std::vector<forecast::ReplicaWork> ServicePilot::Working(Instant since) const {
  std::vector<forecast::ReplicaWork> ready;
  for (const auto& replica : facts_->replicas) {
    const auto cores = readings_.Cores(replica.id, since, now_);
    if (replica.phase != Phase::kReady || !cores) continue;
    ready.push_back({.cpu = std::clamp(*cores / Capacity(replica), 0.0, 1.0), .age = now_ - replica.created_at});
  }
  return ready;
}

Recommendation ServicePilot::Recommend(Trigger trigger) const {
  const Leaning spec(spec_, memory_.override);
  if (trigger != Trigger::kBurst) {
    auto signals = SignalsSince(Since(ReadingLog::kKept));
    if (Foresees()) signals.adaptive = foresight_.Wanted();
    return decide::Recommend(*spec, std::move(signals));
  }
  auto signals = SignalsSince(now_ - kBurstWindow);
  std::erase_if(signals.cpu, [](const auto& load) { return !load.ready; });
  if (Foresees()) signals.adaptive = foresight_.WantedAtBurst(Working(now_ - kBurstWindow), TermsOf(*spec), Asked());
  return decide::RecommendAtBurst(*spec, std::move(signals), Count(facts_->replicas, Phase::kStarting));
}

std::optional<Action> ServicePilot::ActionFor(const Decision& d, const std::optional<Resize>& resize) const {
  const int from = d.inputs.running, to = d.verdict.count;
  if ((to == from && !resize) || in_flight_) return std::nullopt;
  Action action{
      .decision = d.id, .service = spec_.key, .from = from, .to = to, .deadline = now_ + spec_.start_deadline};
  if (to == from) {
    action.resize = resize;
    return action;
  }
  if (to < from) {
    action.remove = Leaving(from - to);
    action.runs = RunsOf(facts_->replicas, action.remove);
    action.drain = spec_.drain;
    return action;
  }
  action.add = to - from;
  if (const auto* copied = CopiedOf(facts_->replicas)) action.source = copied->id;
  action.crashed = Crashed();
  action.runs = RunsOf(facts_->replicas, action.crashed);
  return action;
}

/// Copies of which only what crashed is left. One that somebody has stopped is theirs, to look into.
std::vector<ContainerId> ServicePilot::Crashed() const {
  std::vector<ContainerId> crashed;
  for (const auto& replica : facts_->replicas)
    if (replica.copy && others_.Crashed(replica)) crashed.push_back(replica.id);
  return crashed;
}

/// One that has only just begun, and has not been read yet, has hardly anything to do.
std::optional<double> ServicePilot::Busyness(const Replica& replica) const {
  constexpr Duration kJustBegun = 5s;
  if (const auto* newest = readings_.Newest(replica.id, now_)) return newest->cpu_cores;
  return now_ - replica.started_at < kJustBegun ? std::optional(0.0) : std::nullopt;
}

std::vector<ContainerId> ServicePilot::Leaving(int count) const {
  std::vector<decide::Candidate> candidates;
  for (const auto& replica : facts_->replicas)
    if (Runs(replica)) candidates.push_back({replica, Busyness(replica)});
  return decide::Victims(candidates, count);
}

/// For the time in which the engine says nothing of the service.
void ServicePilot::KeepFacts() {
  auto facts = *facts_;
  facts.replicas.clear();
  memory_.emptied = Emptied{spec_.key, std::move(facts), need_.ToKeep()};
  Do(Append{*memory_.emptied});
}

void ServicePilot::Record(Decision decision) {
  if (decision.action) {
    holds_.End();
    in_flight_ = decision;
    reported_.reset();
    memory_.last_target = decision.action->to;
    if (decision.action->to == 0) KeepFacts();
    if (decision.action->resize) {
      memory_.resized = decision.action->resize;
      sizing_.Began(*memory_.resized);
    }
    others_.OurAction(*decision.action);
    Watch(decision);
    Do(StartAction{decision});
    Do(Publish{decision});
  } else if (holds_.Note(decision)) {
    Do(Publish{decision});
  }
  last_ = std::move(decision);
  step_.decision = &*last_;
}

}  // namespace docktor::pilot
