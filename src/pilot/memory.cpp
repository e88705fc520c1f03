#include "pilot/memory.h"

#include <algorithm>
#include <utility>

namespace docktor::pilot {
namespace {

constexpr std::size_t kMostScaleEvents = 64;

/// That somebody has stopped it would have been said. What else than deaths may explain that none runs tells nothing,
/// unless a death is named.
bool AllDead(const Decision& look) {
  if (look.inputs.running > 0) return false;
  const auto& limits = look.verdict.constraints;
  const auto names_death = [](const Constraint& c) {
    return c.reason == Reason::kTooFewReplicas && !c.evidence.subject.empty();
  };
  const auto explains = [](const Constraint& c) {
    return c.reason == Reason::kStoppedByOthers || c.reason == Reason::kActionInFlight ||
           c.reason == Reason::kCommanded || c.reason == Reason::kEngineLost;
  };
  return std::any_of(limits.begin(), limits.end(), names_death) || std::none_of(limits.begin(), limits.end(), explains);
}

class Fold {
 public:
  Fold(FleetMemory& memory, Instant at) : memory_(memory), at_(at) {}

  void operator()(const DaemonStarted&) {
    for (auto& [key, service] : memory_.services) {
      EraseOld(service.cut_short);
      if (service.open) KeepCutShort(service.cut_short, *service.open, false);
    }
  }
  void operator()(const DaemonStopped&) {}
  void operator()(const RecordsLost&) {}
  void operator()(const OutcomeJudged& judged) {
    auto& unjudged = Of(judged.outcome.service).unjudged;
    if (unjudged && unjudged->decision.id == judged.outcome.decision) unjudged.reset();
  }
  void operator()(const Intent& intent) {
    Saw(intent.decision.id);
    Looked(intent.decision, intent.decision.at);
    auto& service = Of(intent.decision.service);
    service.open = intent.decision;
    if (!intent.decision.action) return;
    service.last_target = intent.decision.action->to;
    if (intent.decision.action->from > 0 && intent.decision.action->to > 0) service.emptied.reset();
    if (intent.decision.action->resize) service.resized = intent.decision.action->resize;
  }
  void operator()(const ActionEnded& ended) {
    auto& service = Of(ended.report.service);
    if (!ended.report.added.empty()) service.emptied.reset();
    if (service.open && service.open->id == ended.report.decision && service.StaysEmpty(*service.open, ended.report))
      service.last_target = 0;
    if (service.open && service.open->id == ended.report.decision) {
      const bool removes = service.open->action && !service.open->action->remove.empty();
      if (!ended.report.ok && removes) KeepCutShort(service.cut_short, *service.open, true);
      service.unjudged = Unjudged{*std::exchange(service.open, std::nullopt), ended.report};
    }
    if (const int delta = Delta(ended.report); delta != 0) service.scaled.push_back({ended.report.at, delta});
    if (service.scaled.size() > kMostScaleEvents) service.scaled.erase(service.scaled.begin());
  }
  void operator()(const HoldRun& hold) {
    Saw(hold.first.id);
    Looked(hold.first, hold.last);
  }
  void operator()(const OverrideSet& set) {
    Of(set.service).override = set.override;
    EndHold(Of(set.service));
  }
  void operator()(const OverrideEnded& ended) {
    Of(ended.service).override.reset();
    if (ended.by != Actor::kRules) EndHold(Of(ended.service));
  }
  void operator()(const ModeChosen& chosen) { Of(chosen.service).Take(chosen); }
  void operator()(const FirstEnabled& first) { Of(first.service).first_count = first.count; }
  void operator()(const ChangeSeen& seen) {
    Of(seen.service).change = seen;
    Of(seen.service).emptied.reset();  // whether others have brought it back or taken it down: not ours any more
  }
  void operator()(const Emptied& emptied) {
    auto& service = Of(emptied.service);
    service.emptied.reset();
    if (emptied.facts)
      service.emptied = emptied;
    else
      service.last_target.reset();
  }
  void operator()(const Judged& judged) {
    const auto& j = judged.judgement;
    for (const auto& call : j.before) memory_.model_calls.push_back(call);
    memory_.model_calls.push_back({j.asked + j.took, j.tokens_in + j.tokens_out, j.dollars, j.endpoint, j.calls});
  }
  void operator()(const TalkedWith& talk) {
    memory_.model_calls.push_back({talk.at, talk.tokens_in + talk.tokens_out, talk.dollars, talk.endpoint, talk.calls});
  }
  void operator()(const ProposalMade& made) {
    Saw(made.proposal.decision.id);
    Of(made.proposal.decision.service).proposal = made.proposal;
  }
  void operator()(const ProposalEnded& ended) {
    auto& service = Of(ended.service);
    service.proposal.reset();
    if (ended.silent_until) service.refused = Refusal{ended.proposed.value_or(ended.count), *ended.silent_until};
  }

 private:
  void EraseOld(std::vector<CutShort>& all) const {
    std::erase_if(all, [this](const CutShort& c) { return c.found_at + CutShort::kKept < at_; });
  }
  void KeepCutShort(std::vector<CutShort>& all, const Decision& decision, bool ended) const {
    EraseOld(all);
    std::erase_if(all, [&](const CutShort& c) { return c.decision.id == decision.id; });
    all.push_back({decision, at_, ended});
  }

  PilotMemory& Of(const ServiceKey& key) { return memory_.services[key]; }
  /// A word of somebody's counts for more than what somebody did before.
  static void EndHold(PilotMemory& service) {
    if (service.change) service.change->until.reset();
  }
  /// Holds that an action ends may come to the journal after it.
  void Looked(const Decision& look, Instant last) {
    auto& service = Of(look.service);
    if (service.last_look && last < service.last_look->at) return;
    service.last_look = LastLook{last, !service.emptied && AllDead(look)};
  }
  void Saw(DecisionId id) { memory_.last_id = std::max(memory_.last_id, id); }

  FleetMemory& memory_;
  const Instant at_;
};

}  // namespace

void PilotMemory::Take(const ModeChosen& choice) {
  mode.reset();
  if (choice.mode) mode = choice;
}

bool PilotMemory::StaysEmpty(const Decision& decision, const ActionReport& report) const {
  return emptied && decision.action && decision.action->from == 0 && report.added.empty();
}

std::vector<ServiceFacts> FleetMemory::WithoutReplicas() const {
  std::vector<ServiceFacts> all;
  for (const auto& [key, service] : services)
    if (service.emptied) all.push_back(*service.emptied->facts);
  return all;
}

void FleetMemory::Add(const Record& record) { std::visit(Fold(*this, record.at), record.body); }

}  // namespace docktor::pilot
