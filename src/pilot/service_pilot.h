#pragma once

#include <optional>
#include <set>
#include <vector>

#include "decide/strategy.h"
#include "pilot/approval.h"
#include "pilot/counsel.h"
#include "pilot/event.h"
#include "pilot/hold_runs.h"
#include "pilot/load/burst_watch.h"
#include "pilot/load/foresight.h"
#include "pilot/load/reading_log.h"
#include "pilot/load/replica_need.h"
#include "pilot/load/signal_log.h"
#include "pilot/memory.h"
#include "pilot/others/change_watch.h"
#include "pilot/others/others_at_work.h"
#include "pilot/outcomes/backoff.h"
#include "pilot/outcomes/hindsight.h"
#include "pilot/outcomes/newcomers.h"
#include "pilot/outcomes/rollback.h"
#include "pilot/outcomes/trial.h"
#include "pilot/sizing.h"
#include "pilot/view.h"

namespace docktor::pilot {

/// What came of one event: a decision where the service was looked at, and what is to be done, in order.
struct Step {
  const Decision* decision = nullptr;  ///< the pilot's own, until the next event; null: it was not looked at
  std::vector<Effect> effects = {};
};

/// Flies one service. The one place where forecast, decide and history meet: a value that does no I/O, starts no thread
/// and reads no clock. The daemon, the simulator and the property tests drive this same class.
class ServicePilot {
 public:
  ServicePilot(Spec spec, PilotMemory memory);

  /// `now` may not go back; where it does, it is taken to stand still.
  Step On(const Event& event, const Surroundings& around, Instant now);

  const ServiceKey& key() const { return spec_.key; }
  /// When the next Tick is due; empty: an event must come first.
  std::optional<Instant> Due() const;
  ServiceView View() const;
  /// Its project has it no more: no container is left, the Compose files do not name it, and none will be made, since
  /// nobody enables it or others have removed it. It goes on once there is one again.
  bool Gone() const;
  /// Memory that starting replicas have yet to take.
  std::int64_t PromisedBytes() const;
  /// What its replicas reserve; nothing where nobody enabled it.
  Reserved Reserves() const;
  /// What has been learned of its load; empty: nothing.
  std::optional<Lessons> Learned() const { return foresight_.Teach(); }
  /// The engine was lost until now: how replicas ended meanwhile, or just before, is not known.
  void EngineBack(bool restarted);
  /// Nothing more is to come: the records of what is still open.
  std::vector<RecordBody> Close();

 private:
  void Handle(const Tick&);
  void Handle(const Sweep& sweep);
  void Handle(const ServiceReading& reading);
  void Handle(const ServiceFacts& facts);
  void Handle(const Activity& activity);
  void Handle(const ActionReport& report);
  void Handle(const BalancerTold& told);
  void Handle(const Judgement& judgement);
  void Handle(const forecast::Outlook& outlook) { foresight_.NoteOutlook(outlook, now_); }
  void Handle(const CommandGiven& given);
  void Handle(const Spec& spec);

  Answer Obey(const Command& command);
  Answer Scale(const ScaleTo& order, Actor by);
  std::optional<Error> Objection(const ScaleTo& order, Actor by) const;
  bool AsksOfItself(const ScaleTo& order) const;
  bool FollowOrder(Decision& decision) const;
  Answer Pause(const PauseScaling& pause, Actor by);
  Answer Lean(const LeanScaling& lean, Actor by);
  Answer Resume(Actor by);
  Answer Decide(const AnswerProposal& answer, Actor by);
  std::optional<Error> Objection(const AnswerProposal& answer, Actor by) const;

  void NoteFacts(const ServiceFacts& facts);
  void PassDeadlines();
  void RecallDeaths(const ServiceFacts& facts);
  void NoteCrash(const ContainerId& id);
  void CloseOpenIntent();
  void ResumeTrial();
  void SettleAction();
  void JudgeTrials();
  void NoteResize(const ActionReport& report);
  void Try(const ActionReport& report);
  void Conclude(const Outcome& outcome, const Trial& trial);
  void JudgeHindsights();
  void JudgeNewcomers();
  void Watch(const Decision& decision);
  void Overridden(int count);
  bool MayTakeBack() const;
  void TakeBack(const Decision& worse, int count, Outcome outcome);
  void Tell(const Outcome& outcome);
  void EndWhatIsOver();
  void SetOverride(Override override);
  void NoteReadySet();
  void JudgeChange();
  bool BeingMadeAnew() const;
  void Restore(const ChangeSeen& change);

  void Look(Trigger trigger, std::optional<Wish> wish = {});
  void LookAtBurst();
  void CallOffDrain(const Decision& draft);
  std::optional<Matter> MatterOf(const Decision& draft) const;
  void Heed(const Matter& matter, Decision& draft) const;
  void Ask(const Decision& look, const std::optional<Matter>& matter);
  bool WantsApproval(const Decision& decision) const;
  void AskForApproval(Decision& decision);
  void EndProposal(const ProposalEnded& ended);
  void DoAll(std::vector<RecordBody> records);
  Decision Draft(Trigger trigger, std::optional<Wish> wish) const;
  Inputs Observe() const;
  bool Adapts() const { return spec_.strategy == Strategy::kAdaptive; }
  bool Foresees() const { return Adapts() && foresight_.Knows(now_); }
  bool TooMuch(const SweepLoad& load) const;
  decide::Adaptive::Question Asked() const;
  std::optional<double> Carried() const;
  void Beat();
  Foresight::Told Told() const;
  const Behavior& Rules() const;
  decide::Signals SignalsSince(Instant since) const;
  std::vector<forecast::ReplicaWork> Working(Instant since) const;
  Recommendation Recommend(Trigger trigger) const;
  std::vector<Constraint> Constraints(const Decision& draft) const;
  void AddSituation(std::vector<Constraint>& all, const Decision& draft) const;
  void AddBackoff(std::vector<Constraint>& all, int running) const;
  void AddOthers(std::vector<Constraint>& all, const Decision& draft) const;
  bool IsIdle() const;
  void AddDataSafety(std::vector<Constraint>& all, const Inputs& inputs) const;
  std::optional<Resize> Judge(Decision& draft);
  Sizing::Question SizeAsked(const Decision& draft, const std::vector<Constraint>& limits) const;
  std::optional<double> CpusNeeded(const Decision& draft) const;
  std::optional<Action> ActionFor(const Decision& decision, const std::optional<Resize>& resize) const;
  std::vector<ContainerId> Crashed() const;
  std::optional<double> Busyness(const Replica& replica) const;
  std::vector<ContainerId> Leaving(int count) const;
  void KeepFacts();
  void Record(Decision decision);

  int Running() const;
  Instant EmptyBeforeStart() const;
  Reserved ReservedByOne() const;
  bool StoppedByOthers() const;
  int Finished() const;
  bool BroughtBack() const;
  bool DiedOfAnError(const Replica& replica) const;
  std::string LastDeath() const;
  Instant Since(Duration window) const;
  Instant Date() const { return now_ + around_.date_ahead; }
  void Do(Effect effect) { step_.effects.push_back(std::move(effect)); }

  Spec spec_;
  PilotMemory memory_;
  ServiceFacts seen_;                  ///< as the engine said
  std::optional<ServiceFacts> facts_;  ///< with the phases that only the pilot knows: past its deadline, leaving
  ReadingLog readings_;
  ReplicaNeed need_;
  SignalLog signals_;
  BurstWatch burst_;
  Foresight foresight_;
  decide::Pace pace_;
  HoldRuns holds_;
  Approval approval_;
  Backoff raise_backoff_;          ///< after raises that failed, and copies that crashed: no more are added
  Backoff removal_backoff_;        ///< after removals that failed: none is taken away
  std::set<ContainerId> crashed_;  ///< copies that ended soon after their start; those that are there still
  OthersAtWork others_;
  ChangeWatch changes_;
  bool unjudged_ = false;  ///< there are facts by which no change was looked for yet
  Sizing sizing_;
  Counsel counsel_;
  struct Restoring {
    int count = 0;
    Instant until{};
  };
  std::optional<Restoring> restoring_;    ///< to the count before a deploy or a restart of the engine
  std::optional<Decision> in_flight_;     ///< whose action is not finished, or not yet seen in the facts
  std::optional<ActionReport> reported_;  ///< its report, once there
  Instant reported_at_{};                 ///< when the last action ended; the epoch: none has
  DecisionId called_off_;                 ///< whose drain was cancelled last
  std::vector<Trial> trials_;             ///< actions that have yet to take effect
  std::vector<Hindsight> hindsights_;     ///< actions that are judged by what comes after them, oldest first
  Rollback rollback_;
  std::vector<Newcomers> newcomers_;  ///< replicas that should have got something to do by now
  std::optional<Outcome> outcome_;
  std::optional<Decision> last_;
  std::vector<ContainerId> ready_;      ///< who was ready at the last look at the engine
  double ready_cpus_ = 0;               ///< that they may use together
  Instant ready_since_{};               ///< since when exactly these are, and may use that
  std::optional<Instant> empty_since_;  ///< when the last replica went, or since when none was ever seen
  Instant next_look_{};
  std::int64_t looks_ = 0;
  std::int64_t late_looks_ = 0;
  std::optional<Instant> next_turn_;  ///< when a schedule begins or ends next
  Instant now_{};
  Surroundings around_;
  Step step_;
};

}  // namespace docktor::pilot
