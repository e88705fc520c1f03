/// What is seen of the service.
#include <algorithm>

#include "decide/strategy.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

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
  PassDeadlines();
  for (auto& replica : facts_->replicas) {
    const bool leaving = in_flight_ && Runs(replica) &&
                         std::find(in_flight_->action->remove.begin(), in_flight_->action->remove.end(), replica.id) !=
                             in_flight_->action->remove.end();
    if (leaving) replica.phase = Phase::kDraining;
  }
  if (!spec_.balancer.service.empty())  // it is told
    std::erase_if(facts_->warnings, [](const Warning& w) { return w.kind == WarningKind::kNamesResolvedOnce; });
  readings_.Keep(facts_->replicas);
  need_.Note(facts_->replicas);
  changes_.Note(*facts_, others_);
  unjudged_ = true;
  others_.Keep(facts_->replicas);
  std::erase_if(crashed_, [&](const ContainerId& id) { return Find(facts_->replicas, id) == nullptr; });
  foresight_.NoteReplicas(facts_->replicas, now_);
  NoteReadySet();
}

/// Starting ends by its deadline, whether the engine is heard of or not.
void ServicePilot::PassDeadlines() {
  for (auto& replica : facts_->replicas)
    if (replica.phase == Phase::kStarting && now_ - replica.started_at > spec_.start_deadline)
      replica.phase = Phase::kUnhealthy;
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

int ServicePilot::Running() const {
  if (!facts_) return 0;
  return static_cast<int>(
      std::count_if(facts_->replicas.begin(), facts_->replicas.end(), [](const Replica& r) { return Runs(r); }));
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

}  // namespace docktor::pilot
