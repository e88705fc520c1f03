/// A look at the service: what the strategy wants, what limits it, what is done.
#include <algorithm>

#include "decide/forecast_words.h"
#include "decide/resolve.h"
#include "decide/schedule.h"
#include "decide/strategy.h"
#include "decide/victims.h"
#include "forecast/beat.h"
#include "pilot/limits.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

namespace {

constexpr Duration kBurstWindow = 2s;

constexpr double kToSpare = 0.8;  // of a target, where somebody wants more to spare

/// With lower targets where somebody asked for that.
Spec Leaning(Spec spec, const std::optional<Override>& o) {
  if (!o || o->kind != OverrideKind::kAggressive) return spec;
  spec.target.cpu *= kToSpare;
  spec.threshold.cpu_high *= kToSpare;
  spec.threshold.cpu_low *= kToSpare;
  spec.adaptive.headroom = Headroom::kHigh;
  for (auto& signal : spec.signals) signal.target *= kToSpare;
  return spec;
}

decide::AdaptiveTerms TermsOf(const Spec& spec) {
  return {.price = {.knee = decide::KneeOf(spec.adaptive.headroom)}, .calmness = Seconds(spec.adaptive.calmness)};
}

/// How many fully busy replicas these are.
double BusyReplicas(const std::vector<decide::ReplicaLoad>& loads) {
  double busy = 0;
  for (const auto& load : loads)
    if (load.ready && load.used && load.capacity > 0) busy += std::min(1.0, *load.used / load.capacity);
  return busy;
}

/// A command of a person, or what takes its place.
bool Commanded(const Decision& draft) { return draft.wish.by == Actor::kPerson; }

}  // namespace

/// A window that does not reach back to when other replicas shared the load.
Instant ServicePilot::Since(Duration window) const {
  const auto from = now_ - window;
  return ready_since_ > from ? std::min(ready_since_, now_ - kBurstWindow) : from;
}

decide::Adaptive::Question ServicePilot::Asked() const {
  const int coming = in_flight_ && in_flight_->action ? in_flight_->action->to : Running();
  decide::Adaptive::Question asked{.current = coming, .beat = forecast::kBeat, .now = now_};
  asked.min = std::max(1, spec_.min);
  asked.max = std::max(1, spec_.max);
  if (!spec_.signals.empty()) asked.others = decide::OthersWant(spec_, SignalsSince(Since(ReadingLog::kKept)));
  return asked;
}

void ServicePilot::Beat() { foresight_.Beat(facts_->replicas, TermsOf(Leaning(spec_, memory_.override)), Asked()); }

void ServicePilot::LookAtBurst() {
  auto draft = Draft(Trigger::kBurst, {});
  if (in_flight_) return CallOffDrain(draft);
  const auto resize = Judge(draft);
  const bool waits = WantsApproval(draft) && !approval_.IsNews(draft, now_);
  const bool grows = draft.verdict.count > Running() || (resize && resize->to > resize->from);
  if (grows && !waits) Look(Trigger::kBurst);  // else the next regular look says why not
}

/// Where more are wanted than a removal in flight would leave.
void ServicePilot::CallOffDrain(const Decision& draft) {
  if (!in_flight_ || !in_flight_->action || in_flight_->action->remove.empty() || reported_) return;
  if (called_off_ == in_flight_->id || WantsApproval(draft)) return;
  auto constraints = Constraints(draft);
  std::erase_if(constraints, [](const Constraint& c) { return c.reason == Reason::kActionInFlight; });
  if (decide::Resolve(draft.wish.count, std::move(constraints)).count <= in_flight_->action->to) return;
  called_off_ = in_flight_->id;
  Do(CancelDrain{spec_.key, in_flight_->id});
}

bool ServicePilot::WantsApproval(const Decision& decision) const {
  return spec_.manual && spec_.enabled && !Commanded(decision);
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
  if (restoring_ && (Running() >= restoring_->count || now_ >= restoring_->until)) restoring_.reset();
  if (restoring_ && trigger == Trigger::kInterval) trigger = Trigger::kRestore;
  rollback_.Note(Running(), now_);
  auto decision = Draft(trigger, wish);
  if (decision.recommendation.reason != Reason::kNoSignal)
    for (auto& hindsight : hindsights_) hindsight.Wanted(decision.recommendation.count, now_);
  pace_.Wished(now_, decision.recommendation.count, Rules());
  CallOffDrain(decision);
  const auto resize = Judge(decision);
  if (WantsApproval(decision)) AskForApproval(decision);
  if (!spec_.manual || !spec_.enabled) DoAll(approval_.Withdraw());
  decision.action = ActionFor(decision, resize);
  if (trigger != Trigger::kBurst) next_look_ = now_ + spec_.interval;
  next_turn_ = decide::NextTurn(spec_.schedules, now_);
  Record(std::move(decision));
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

Sizing::Question ServicePilot::SizeAsked(const Decision& draft, const std::vector<Constraint>& limits) const {
  const int running = draft.inputs.running;
  Sizing::Question asked{.needed = CpusNeeded(draft), .window = spec_.target.behavior.down.window};
  if (spec_.cost.prefer == Prefer::kFewerLarge) asked.largest = spec_.cost.max_cpus.value_or(0);
  if (around_.host) asked.largest = std::min<double>(asked.largest, around_.host->cores);
  if (spec_.fleet.max_cpus && running > 0) asked.room = (*spec_.fleet.max_cpus - around_.others.cpus) / running;
  asked.may_grow = std::none_of(limits.begin(), limits.end(),
                                [&](const Constraint& c) { return LimitsSize(c.reason) && c.ceiling <= running; });
  asked.may_shrink = std::none_of(limits.begin(), limits.end(),
                                  [&](const Constraint& c) { return LimitsSize(c.reason) && c.floor >= running; });
  return asked;
}

/// For each of those that run to be at its target, or to carry what the CPU asks for as more replicas.
std::optional<double> ServicePilot::CpusNeeded(const Decision& draft) const {
  const auto window = draft.trigger == Trigger::kBurst ? now_ - kBurstWindow : Since(ReadingLog::kKept);
  double used = 0, limit = 0;
  int known = 0;
  for (const auto& load : readings_.Loads(facts_->replicas, window, now_)) {
    if (!load.ready || !load.used) continue;
    used += *load.used;
    limit = std::max(limit, load.capacity);
    ++known;
  }
  if (known == 0) return std::nullopt;
  const double needed = used / known / decide::CpuGoal(Leaning(spec_, memory_.override));
  const auto& wanted = draft.recommendation;
  const bool by_cpu = wanted.evidence.subject == "cpu.utilization" || decide::IsForecast(wanted.evidence);
  if (!by_cpu || wanted.count <= draft.inputs.running) return needed;
  return std::max(needed, limit * wanted.count / std::max(1, draft.inputs.running));
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

Recommendation ServicePilot::Recommend(Trigger trigger) const {
  const auto spec = Leaning(spec_, memory_.override);
  if (trigger != Trigger::kBurst) {
    auto signals = SignalsSince(Since(ReadingLog::kKept));
    if (Foresees()) signals.adaptive = foresight_.Wanted();
    return decide::Recommend(spec, signals);
  }
  auto signals = SignalsSince(now_ - kBurstWindow);
  std::erase_if(signals.cpu, [](const auto& load) { return !load.ready; });
  if (Foresees()) signals.adaptive = foresight_.WantedAtBurst(BusyReplicas(signals.cpu), TermsOf(spec), Asked());
  return decide::RecommendAtBurst(spec, signals, Count(facts_->replicas, Phase::kStarting));
}

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
  for (auto& c : Bounds(spec_, in.running, Finished())) {
    const bool nobody_said_it = c.reason == Reason::kTooFewReplicas && !spec_.min_said;
    if (!(Commanded(draft) && !spec_.enabled && nobody_said_it)) all.push_back(std::move(c));
  }
  for (auto& c : decide::Scheduled(spec_.schedules, now_)) {  // a schedule narrows the bounds, never breaks them
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
  if (in_flight_ && in_flight_->action)
    all.push_back(
        Pinned(Reason::kActionInFlight, Rank::kEngineFact, in_flight_->action->to, {}, in_flight_->id.Text()));
  if (around_.engine_lost) all.push_back(Pinned(Reason::kEngineLost, Rank::kEngineFact, running));
  if (auto full = HostFull(around_.host, {ReplicaBytes(), around_.promised_bytes + PromisedBytes()}, running))
    all.push_back(*std::move(full));
  if (const auto until = backoff_.Until(now_);
      until && !Commanded(draft) && !rollback_.Limit())  // below the minimum too: no crash loop is fed
    all.push_back(Pinned(Reason::kBackoff, Rank::kBounds, running, until, backoff_.why()));
  AddOthers(all, draft);
  if (rollback_.Limit() && !Commanded(draft)) all.push_back(*rollback_.Limit());
  if (!memory_.override) return;
  auto limit = OverrideLimit(*memory_.override, running);
  if (limit.reason != Reason::kCommanded || !Commanded(draft)) all.push_back(std::move(limit));
}

/// What comes from others' hands.
void ServicePilot::AddOthers(std::vector<Constraint>& all, const Decision& draft) const {
  if (StoppedByOthers() && !Commanded(draft))
    all.push_back(Pinned(Reason::kStoppedByOthers, Rank::kEngineFact, 0, {},
                         Finished() > 0 ? "it has ended its work, with exit code 0" : ""));
  if (const auto until = others_.Until(now_))
    all.push_back(Pinned(Reason::kOthersAtWork, Rank::kEngineFact, draft.inputs.running, until));
  if (const auto& change = memory_.change; change && change->until && !Commanded(draft))
    all.push_back(Pinned(Reason::kChangedByHand, Rank::kCommand, change->to, change->until));
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
    } else if (!signals_.Value(source, now_)) {
      all.push_back({.reason = Reason::kMissingReadings,
                     .rank = Rank::kDataSafety,
                     .floor = in.running,
                     .evidence = {source.signal}});
    }
  }
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
    action.drain = spec_.drain;
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
  last_ = decision;
  step_.decision = std::move(decision);
}

}  // namespace docktor::pilot
